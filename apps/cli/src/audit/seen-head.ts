/**
 * The last head of a log that this home audited, as the signed note itself:
 * the next audit must extend it, and it is the evidence if the log does not.
 */
import { verifyCheckpoint, type Checkpoint, type LogTrust } from '@understudy/tlog';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export async function readSeenHead(
  homeDir: string,
  trust: LogTrust,
): Promise<readonly Checkpoint[]> {
  const note = await readFile(seenPath(homeDir, trust), 'utf8').catch((error: unknown) => {
    // Only what was never there counts as never audited: else nobody would see a log rolled back.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  return note === null ? [] : [verifyCheckpoint(note, { log: trust.log, witnesses: [] })];
}

export async function keepSeenHead(homeDir: string, trust: LogTrust, note: string): Promise<void> {
  const path = seenPath(homeDir, trust);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(`${path}.new`, note, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

function seenPath(homeDir: string, trust: LogTrust): string {
  return join(homeDir, 'audits', `${trust.log.keyId}.checkpoint`);
}
