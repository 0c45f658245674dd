/** The contributor's part: consent and recording, review, sharing, and the way back out. */
import { generateHybridKey, openSegment } from '@understudy/seal';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textOf, type Servers } from './servers.ts';
import { statedTask } from './task.ts';
import type { Answer, Person } from './understudy.ts';

export interface RunningRecord {
  readonly session: string;
  /** The process that captures. */
  readonly pid: number;
}

/** Consents to the program up to the tier `screen` and starts recording. */
export async function startRecord(contributor: Person, servers: Servers): Promise<RunningRecord> {
  const answers = await contributor.run({
    verb: 'record',
    options: {
      join: servers.joinFile,
      program: servers.program,
      tier: 'screen',
      task: statedTask,
      yes: true,
    },
  });
  return { session: textOf(answers, 'session'), pid: await companionPid(contributor) };
}

/** Ends the recording; the answer tells segments and accounting. */
export async function stopRecord(contributor: Person): Promise<Answer> {
  const answer = (await contributor.run({ verb: 'stop' })).at(-1);
  if (answer === undefined) throw new Error('`understudy stop` gave no answer.');
  return answer;
}

async function companionPid(contributor: Person): Promise<number> {
  const control: { readonly pid: number } = JSON.parse(
    await readFile(join(contributor.home, 'companion.json'), 'utf8'),
  );
  return control.pid;
}

/** All that the recorder kept of this person, opened with a key made for this: to be searched. */
export async function openTakeout(contributor: Person, dir: string): Promise<Uint8Array> {
  const { identity, recipient } = await generateHybridKey();
  const out = join(dir, 'takeout.age');
  await contributor.run({ verb: 'takeout', options: { recipient, out } });
  const pieces: Uint8Array[] = [];
  for await (const piece of openSegment(await readFile(out), identity)) pieces.push(piece);
  return Buffer.concat(pieces);
}
