/** All that a person has in the extension, taken out for a key of her own and opened. */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RecordingWorld } from './recording-world.ts';

/** @returns the folder in `dir` with a folder for each session */
export async function takeOut(
  { companion }: Pick<RecordingWorld, 'companion'>,
  dir: string,
): Promise<string> {
  const key = join(dir, 'key');
  execFileSync('age-keygen', ['-o', key], { stdio: 'pipe' });
  const recipient = execFileSync('age-keygen', ['-y', key]).toString().trim();
  const { job } = await companion.call('takeout', { body: { recipient } });
  const jobs = async () => (await companion.call('listJobs')).jobs.find((held) => held.job === job);
  await expect.poll(async () => (await jobs())?.fetchable).toBe(true);
  const archive = await companion.bytes('fetchTakeout', { params: { job } });
  const input = Buffer.from(await new Response(archive).arrayBuffer());
  await writeFile(join(dir, 'takeout.age'), input);
  const tar = execFileSync('age', ['-d', '-i', key, join(dir, 'takeout.age')], {
    maxBuffer: 1 << 28,
  });
  execFileSync('tar', ['-x', '-C', dir], { input: tar });
  return join(dir, 'sessions');
}
