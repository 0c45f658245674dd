/** The contributor's part: consent and recording, review, sharing, and the way back out. */
import { generateHybridKey, openSegment } from '@understudy/seal';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { textOf, type Servers } from './servers.ts';
import { statedTask } from './task.ts';
import type { Person } from './understudy.ts';

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
      detach: true,
    },
  });
  const pid = answers.at(-1)?.['pid'];
  if (typeof pid !== 'number') throw new Error('`understudy record` told no pid.');
  return { session: textOf(answers, 'session'), pid };
}

const stoppedSchema = z.object({
  segments: z.number(),
  sealedBytes: z.number(),
  durationNs: z.number(),
  accounting: z.object({
    generated: z.number().nullable(),
    arrived: z.number(),
    kept: z.number(),
    dropped: z.record(z.string(), z.number()),
  }),
  problems: z.array(z.string()),
});
export type StoppedRecord = z.output<typeof stoppedSchema>;

export async function stopRecord(contributor: Person): Promise<StoppedRecord> {
  return stoppedSchema.parse((await contributor.run({ verb: 'stop' })).at(-1));
}

/** Approves the session by rules that deny what they do not name; returns what was covered, by kind. */
export async function reviewByRules(
  contributor: Person,
  session: string,
  origin: string,
  dir: string,
): Promise<Readonly<Record<string, number>>> {
  const rules = join(dir, 'review-rules.json');
  const allowed = { apps: ['chromium', 'mousepad'], origins: [origin], maxMinutes: 5 };
  await writeFile(rules, JSON.stringify({ share: [allowed] }));
  const options = { rules, outcome: 'success' };
  const answers = await contributor.run({ verb: 'review', of: [session], options });
  const covered: Record<string, number> = {};
  for (const { covered: kind, count } of answers) {
    if (typeof kind !== 'string' || typeof count !== 'number') continue;
    covered[kind] = (covered[kind] ?? 0) + count;
  }
  return covered;
}

/** Takes the consent back, then erases all; returns the keeper's signed receipt of the erasure. */
export async function withdrawAndErase(contributor: Person): Promise<string> {
  await contributor.run({ verb: 'withdraw' });
  const answers = await contributor.run({
    verb: 'erase',
    options: { everything: true, yes: true },
  });
  return textOf(answers, 'receipt');
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
