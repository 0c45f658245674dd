/** `understudy import PATH [--out DIR]`: another recorder's recording as segments of ours. */
import { DistillError, segmentRecording } from '@understudy/distill';
import { encodeSegment, importKinds, importRecording } from '@understudy/recording';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { RegisterVerb } from '../verb.ts';

interface ImportVerbOptions {
  readonly as?: string;
  readonly out?: string;
}

export const registerImport: RegisterVerb = (program, { output }) => {
  program
    .command('import')
    .description('read a recording of another tool; it stays here and is never uploaded')
    .argument('<path>', 'a folder of DuckTrack or AgentNetTool, an OWAMcap file, rrweb events')
    .option(
      '--out <dir>',
      'the folder of segments to make (default: one here, named as the session)',
    )
    .option('--as <kind>', `its kind: ${importKinds.join(', ')}`)
    .action(async (path: string, options: ImportVerbOptions) => {
      const recording = await importRecording(
        path,
        options.as === undefined ? {} : { as: options.as },
      );
      const { session, recorder } = recording.header;
      const given = options.out ?? session;
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
      await mkdir(growing, { recursive: true });
      let segments = 0;
      let events = 0;
      try {
        for await (const segment of segmentRecording(recording)) {
          const name = `${String(segment.index).padStart(5, '0')}.mcap`;
          await writeFile(join(growing, name), await encodeSegment(segment));
          segments += 1;
          events += segment.events.length;
          output.progress(`Segment ${segments}, ${events} events.`);
        }
        await rename(growing, out);
        const repairs = recording.repairs();
        output.answer(
          { session, recorder, segments, events, repairs: { ...repairs }, out: given },
          `Imported ${events} events of ${recorder} as session ${session} to ${given}; repaired ${JSON.stringify(repairs)}.`,
        );
      } finally {
        await rm(growing, { recursive: true, force: true });
      }
    });
};
