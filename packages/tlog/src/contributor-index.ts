/**
 * Which entries speak of whom, so that one person's history is found without
 * reading the whole log.
 *
 * 16 buckets by the first hex digit of SHA-256(pseudonym); a bucket is RFC 8785
 * JSON: pseudonym → indices of entries, rising. The RFC 6962 root over the
 * buckets' leaf hashes stands in an `index` entry of the log itself, so a
 * false index is a lie in the log, which every full audit finds.
 */
import { jsonToCanonicalBytes } from '@understudy/base';
import { z } from 'zod';
import type { LogEntry } from './entry.ts';
import { bytesToText, textToBytes } from './bytes.ts';
import { TlogError } from './error.ts';
import { hashesEqual, leafHash, rootOfHashes, sha256, type Hash } from './hash.ts';
import { textToPseudonym, type Pseudonym } from './pseudonym.ts';
import { hashesToTile, tileToHashes } from './tile.ts';
import type { Resource } from './edge.ts';

const bucketCount = 16;

const bucketSchema = z.record(z.string(), z.array(z.int().nonnegative()));

/** Whom an entry speaks of, or null. */
export function entryToContributor(entry: LogEntry): Pseudonym | null {
  return 'contributor' in entry ? entry.contributor : null;
}

export interface ContributorIndex {
  add(index: number, contributor: Pseudonym | null): void;
  contributors(): number;
  /**
   * Takes up an index that was frozen, where all of it is there and fits `root`.
   * Into an empty one only. @returns whether it did
   */
  thaw(
    size: number,
    root: Hash,
    read: (path: string) => Promise<Uint8Array | null>,
  ): Promise<boolean>;
  /** The buckets and the tile of their hashes, to be served under `index/<size>/`. */
  freeze(size: number): { readonly root: Hash; readonly resources: readonly Resource[] };
}

export function createContributorIndex(): ContributorIndex {
  const buckets = Array.from({ length: bucketCount }, () => new Map<Pseudonym, number[]>());
  return {
    add: (index, contributor) => {
      if (contributor === null) return;
      const bucket = buckets[bucketOf(contributor)];
      const indices = bucket?.get(contributor);
      if (indices === undefined) bucket?.set(contributor, [index]);
      else indices.push(index);
    },
    contributors: () => buckets.reduce((sum, bucket) => sum + bucket.size, 0),
    thaw: async (size, root, read) => {
      const frozen: Uint8Array[] = [];
      for (let number = 0; number < bucketCount; number += 1) {
        const bytes = await read(bucketPath(size, number));
        if (bytes === null) return false;
        frozen.push(bytes);
      }
      if (!hashesEqual(rootOfHashes(frozen.map((bytes) => leafHash(bytes))), root)) return false;
      for (const [number, bytes] of frozen.entries()) {
        for (const [contributor, indices] of parseBucket(bytes)) {
          buckets[number]?.set(textToPseudonym(contributor), [...indices]);
        }
      }
      return true;
    },
    freeze: (size) => {
      const files = buckets.map((bucket, number) => ({
        path: bucketPath(size, number),
        bytes: jsonToCanonicalBytes(Object.fromEntries(bucket)),
      }));
      const hashes = files.map(({ bytes }) => leafHash(bytes));
      const tile = { path: indexRootPath(size), bytes: hashesToTile(hashes) };
      return { root: rootOfHashes(hashes), resources: [...files, tile] };
    },
  };
}

export function indexRootPath(size: number): string {
  return `index/${size}/root`;
}

/** Where the bucket that would hold the contributor is served. */
export function contributorToBucketPath(size: number, contributor: Pseudonym): string {
  return bucketPath(size, bucketOf(contributor));
}

/**
 * The contributor's entries, out of a bucket that is proved against the root in the log.
 * @throws TlogError badIndex where it does not fit
 */
export function readBucket(
  contributor: Pseudonym,
  root: Hash,
  tile: Uint8Array,
  bucket: Uint8Array,
): readonly number[] {
  const hashes = tileToHashes(tile, bucketCount);
  const expected = hashes[bucketOf(contributor)];
  if (
    expected === undefined ||
    !hashesEqual(rootOfHashes(hashes), root) ||
    !hashesEqual(leafHash(bucket), expected)
  ) {
    throw badIndex();
  }
  return parseBucket(bucket).get(contributor) ?? [];
}

function parseBucket(bytes: Uint8Array): ReadonlyMap<string, readonly number[]> {
  const parsed = bucketSchema.safeParse(JSON.parse(bytesToText(bytes)));
  if (!parsed.success) throw badIndex();
  return new Map(Object.entries(parsed.data));
}

function bucketOf(contributor: Pseudonym): number {
  return (sha256(textToBytes(contributor))[0] ?? 0) >> 4;
}

function bucketPath(size: number, bucket: number): string {
  return `index/${size}/${bucket.toString(16)}`;
}

export function badIndex(): TlogError {
  return new TlogError({
    code: 'badIndex',
    message: 'The index of the log does not fit the log.',
    remedy: 'Audit the log in full, and tell its witnesses.',
  });
}
