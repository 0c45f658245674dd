/**
 * One contributor's entries, each proved on the contributor's machine: by way
 * of the index where the log has one, and by reading what came after it.
 *
 * What the index leaves out would be missed here, and is found by any full
 * audit (`verifyLog`), which anybody can run.
 */
import { hexToBytes } from './bytes.ts';
import {
  badIndex,
  contributorToBucketPath,
  entryToContributor,
  indexRootPath,
  readBucket,
} from './contributor-index.ts';
import { bytesToEntry, type LogEntryOf } from './entry.ts';
import type { ReadEntry } from './log-reader.ts';
import type { Pseudonym } from './pseudonym.ts';
import type { ReadResource } from './resource.ts';
import { tileWidth } from './tile.ts';
import { createTree, readOrThrow } from './tree.ts';
import { verifyConsistency } from './verify-proof.ts';
import { openVerifiedTree, type VerifiedTree } from './verified-tree.ts';
import { readHeads, requireNoRollback, type AuditOptions, type LogAudit } from './verify-log.ts';

/** Each reads a bundle: a quarter of a MiB, as a rule. */
const placesAtOnce = 16;

export interface ContributorHistory extends LogAudit {
  readonly entries: readonly ReadEntry[];
  /** Entries that were read one by one, because no index covers them. */
  readonly scanned: number;
}

/** @throws TlogError */
export async function readHistory(
  read: ReadResource,
  contributor: Pseudonym,
  { trust, seen = [] }: Omit<AuditOptions, 'onEntry'>,
): Promise<ContributorHistory> {
  const heads = await readHeads(read, trust);
  const { checkpoint, witnessed } = heads;
  const before = witnessed === null ? seen : [...seen, witnessed];
  requireNoRollback(checkpoint, before);
  const tree = await openVerifiedTree(read, checkpoint);
  for (const { size, root } of before.filter((head) => head.size > 0)) {
    const proof = await createTree(read, checkpoint.size).consistencyProof(size);
    verifyConsistency({
      fromSize: size,
      toSize: checkpoint.size,
      fromRoot: root,
      toRoot: checkpoint.root,
      proof,
    });
  }
  const tail = await readTail(tree, checkpoint.size, contributor);
  const indexed = tail.index === null ? [] : await readIndexed(read, tree, contributor, tail.index);
  return { ...heads, entries: [...indexed, ...tail.own], scanned: tail.scanned };
}

interface Tail {
  readonly own: readonly ReadEntry[];
  readonly scanned: number;
  readonly index: LogEntryOf<'index'> | null;
}

/** Backwards from the end, bundle by bundle, to the newest `index` entry (or the start). */
async function readTail(tree: VerifiedTree, size: number, contributor: Pseudonym): Promise<Tail> {
  const own: ReadEntry[] = [];
  // As Latin-1 every byte is a character: searching needs no valid text.
  const decoder = new TextDecoder('latin1');
  let scanned = 0;
  for (let number = Math.ceil(size / tileWidth) - 1; number >= 0; number -= 1) {
    const bundle = await tree.bundle(number);
    for (let at = bundle.length - 1; at >= 0; at -= 1) {
      const bytes = bundle[at];
      if (bytes === undefined) break;
      scanned += 1;
      const text = decoder.decode(bytes);
      // Decoding costs far more than looking: only what may matter is decoded.
      if (!text.includes(contributor) && !text.includes('"kind":"index"')) continue;
      const entry = bytesToEntry(bytes);
      const index = number * tileWidth + at;
      if (entry.kind === 'index') {
        if (entry.size !== index) throw badIndex();
        return { own: own.toReversed(), scanned, index: entry };
      }
      if (entryToContributor(entry) === contributor) own.push({ index, bytes, entry });
    }
  }
  return { own: own.toReversed(), scanned, index: null };
}

async function readIndexed(
  read: ReadResource,
  tree: VerifiedTree,
  contributor: Pseudonym,
  { size, root }: LogEntryOf<'index'>,
): Promise<readonly ReadEntry[]> {
  const places = readBucket(
    contributor,
    hexToBytes(root),
    await readOrThrow(read, indexRootPath(size)),
    await readOrThrow(read, contributorToBucketPath(size, contributor)),
  );
  const readPlace = async (index: number): Promise<ReadEntry> => {
    if (index >= size) throw badIndex();
    const bytes = await tree.entry(index);
    const entry = bytesToEntry(bytes);
    if (entryToContributor(entry) !== contributor) throw badIndex();
    return { index, bytes, entry };
  };
  const entries: ReadEntry[] = [];
  // Some at once: while the hashes of one are checked, the next are read.
  for (let from = 0; from < places.length; from += placesAtOnce) {
    const some = places.slice(from, from + placesAtOnce);
    entries.push(...(await Promise.all(some.map(readPlace))));
  }
  return entries;
}
