/**
 * One entry, proved against the newest head that the reader may believe: the
 * witnessed one where witnesses are wanted, else the log's own.
 */
import type { LogTrust, VerifiedCheckpoint } from './checkpoint.ts';
import { bytesToEntry, type LogEntry } from './entry.ts';
import { TlogError } from './error.ts';
import type { ReadResource } from './resource.ts';
import { openVerifiedTree } from './verified-tree.ts';
import { readHeads } from './verify-log.ts';

export interface ProvedEntry {
  readonly entry: LogEntry;
  readonly head: VerifiedCheckpoint;
}

/** @throws TlogError notWitnessed while no wanted witness has seen that far: ask again later */
export async function readProvedEntry(
  read: ReadResource,
  index: number,
  trust: LogTrust,
): Promise<ProvedEntry> {
  const { checkpoint, witnessed } = await readHeads(read, trust);
  const head = (trust.quorum ?? 0) > 0 ? witnessed : checkpoint;
  if (head === null || index >= head.size) {
    throw new TlogError({
      code: 'notWitnessed',
      message: `No witness has seen entry ${index} of the log yet.`,
      remedy: 'Wait until its witnesses have looked again.',
    });
  }
  const tree = await openVerifiedTree(read, head);
  return { entry: bytesToEntry(await tree.entry(index)), head };
}
