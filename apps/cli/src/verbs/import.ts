/** `understudy import PATH [--out DIR]`: recordings of other tools as segments of ours. */
import { DistillError, segmentRecording } from '@understudy/distill';
import {
  encodeSegment,
  foreignRecordings,
  importKinds,
  type ForeignRecording,
  type ImportedRecording,
} from '@understudy/recording';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Output } from '../output.ts';
import type { RegisterVerb } from '../verb.ts';

interface ImportVerbOptions {
  readonly as?: string;
  readonly out?: string;
}

interface Written {
  readonly segments: number;
  readonly events: number;
}

async function writeSegments(
  recording: ImportedRecording,
  folder: string,
  output: Output,
): Promise<Written> {
  let segments = 0;
  let events = 0;
  // What a person did is plain in it.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for await (const segment of segmentRecording(recording)) {
    const name = `${String(segment.index).padStart(5, '0')}.mcap`;
    await writeFile(join(folder, name), await encodeSegment(segment));
    segments += 1;
    events += segment.events.length;
    output.progress(`Segment ${segments}, ${events} events.`);
  }
  if (events === 0) {
    throw new DistillError({
      code: 'nothingToExport',
      message: `The recording of ${recording.header.recorder} holds nothing that is known here: ${JSON.stringify(recording.repairs())}.`,
      remedy: 'Take the recording from its source again.',
    });
  }
  return { segments, events };
}

/** Makes the folder all at once, or not at all: it grows under another name beside it. */
async function whole<Done>(
  given: string,
  write: (growing: string) => Promise<Done>,
): Promise<Done> {
  const out = resolve(given);
  if (existsSync(out)) {
    throw new DistillError({
      code: 'outExists',
      message: `There is something at ${given} already.`,
      remedy: 'Give a folder that does not exist yet, with --out DIR.',
    });
  }
  const growing = join(dirname(out), `.${basename(out)}.partial`);
  await rm(growing, { recursive: true, force: true });
  try {
    const done = await write(growing);
    await rename(growing, out);
    return done;
  } finally {
    await rm(growing, { recursive: true, force: true });
  }
}

function sayImported(recording: ImportedRecording, written: Written, out: string, output: Output) {
  const { session, recorder } = recording.header;
  const repairs = { ...recording.repairs() };
  output.answer(
    { session, recorder, ...written, repairs, out },
    `Imported ${written.events} events of ${recorder} as session ${session} to ${out}; repaired ${JSON.stringify(repairs)}.`,
  );
}

async function importOne(found: ForeignRecording, given: string | undefined, output: Output) {
  const recording = await found.open();
  const out = given ?? recording.header.session;
  const written = await whole(out, (growing) => writeSegments(recording, growing, output));
  sayImported(recording, written, out, output);
}

/** Each has a folder of its own, named as its session; a copy of a recording is the same session. */
async function importMany(found: readonly ForeignRecording[], out: string, output: Output) {
  const say = await whole(out, async (growing) => {
    const done = new Map<string, () => void>();
    for (const one of found) {
      const recording = await one.open();
      const { session } = recording.header;
      if (done.has(session)) continue;
      const written = await writeSegments(recording, join(growing, session), output);
      done.set(session, () => sayImported(recording, written, join(out, session), output));
    }
    return done;
  });
  for (const sayOne of say.values()) sayOne();
}

export const registerImport: RegisterVerb = (program, { output }) => {
  program
    .command('import')
    .description('read recordings of other tools; they stay here and are never uploaded')
    .argument(
      '<path>',
      'a folder of DuckTrack or AgentNetTool, an OWAMcap file, rrweb events, or a folder of such',
    )
    .option(
      '--out <dir>',
      'the folder to make (default: one here, named as the session, or "imported" for several)',
    )
    .option('--as <kind>', `the kind: ${importKinds.join(', ')}`)
    .action(async (path: string, { as, out }: ImportVerbOptions) => {
      const [first, ...others] = await foreignRecordings(path, as);
      if (first === undefined) return;
      if (others.length === 0) await importOne(first, out, output);
      else await importMany([first, ...others], out ?? 'imported', output);
    });
};
