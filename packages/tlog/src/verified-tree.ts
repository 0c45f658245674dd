/**
 * Tiles that are proved as they are read: the right edge against the root of
 * a checkpoint that is trusted, every other tile against the tile above it.
 * Equivalent to an inclusion proof for each hash, at a fraction of the work.
 */
import { edgeHashesToRoot } from './edge.ts';
import { TlogError } from './error.ts';
import { hashesEqual, leafHash, rootOfHashes, type Hash } from './hash.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { ReadResource } from './resource.ts';
import {
  bundleToEntries,
  bundleToEntry,
  tileToHashes,
  tileToPath,
  tileWidth,
  tileWidthAt,
} from './tile.ts';
import { readOrThrow } from './tree.ts';

export interface VerifiedTree {
  /** The proved hash of a leaf. */
  leaf(index: number): Promise<Hash>;
  /** One entry whose hash was proved. */
  entry(index: number): Promise<Uint8Array>;
  /** All entries of one bundle, each one's hash proved. */
  bundle(index: number): Promise<readonly Uint8Array[]>;
}

/** @throws TlogError forked where the tiles do not lead to the checkpoint's root */
export async function openVerifiedTree(
  read: ReadResource,
  { size, root }: Checkpoint,
): Promise<VerifiedTree> {
  const tiles = new Map<string, Promise<readonly Hash[]>>();

  const fetchTile = async (level: number, index: number): Promise<readonly Hash[]> => {
    const width = tileWidthAt(level, index, size);
    return tileToHashes(await readOrThrow(read, tileToPath({ level, index, width })), width);
  };
  const tile = (level: number, index: number): Promise<readonly Hash[]> => {
    const key = `${level}/${index}`;
    const known = tiles.get(key);
    if (known !== undefined) return known;
    const loading = fetchTile(level, index).then(async (hashes) => {
      const above = await tile(level + 1, Math.floor(index / tileWidth));
      const expected = above[index % tileWidth];
      if (expected === undefined || !hashesEqual(rootOfHashes(hashes), expected)) throw forked();
      return hashes;
    });
    tiles.set(key, loading);
    return loading;
  };

  const edge: (readonly Hash[])[] = [];
  for (let level = 0; tileWidth ** level <= size; level += 1) {
    const index = Math.floor(size / tileWidth ** (level + 1));
    const hashes = tileWidthAt(level, index, size) === 0 ? [] : await fetchTile(level, index);
    edge.push(hashes);
    tiles.set(`${level}/${index}`, Promise.resolve(hashes));
  }
  if (!hashesEqual(edgeHashesToRoot(edge), root)) throw forked();

  const leaf = async (index: number): Promise<Hash> => {
    const hash = (await tile(0, Math.floor(index / tileWidth)))[index % tileWidth];
    if (hash === undefined || index >= size) throw forked();
    return hash;
  };
  const fetchBundle = async (
    index: number,
  ): Promise<readonly [bytes: Uint8Array, width: number]> => {
    const width = tileWidthAt('entries', index, size);
    return [await readOrThrow(read, tileToPath({ level: 'entries', index, width })), width];
  };
  return {
    leaf,
    entry: async (index) => {
      const [[bundle, width], hash] = await Promise.all([
        fetchBundle(Math.floor(index / tileWidth)),
        leaf(index),
      ]);
      const entry = bundleToEntry(bundle, width, index % tileWidth);
      if (entry === null || !hashesEqual(leafHash(entry), hash)) throw forked();
      return entry;
    },
    bundle: async (index) => {
      const [[bundle, width], hashes] = await Promise.all([fetchBundle(index), tile(0, index)]);
      const entries = bundleToEntries(bundle, width);
      for (const [at, entry] of entries.entries()) {
        const hash = hashes[at];
        if (hash === undefined || !hashesEqual(leafHash(entry), hash)) throw forked();
      }
      return entries;
    },
  };
}

function forked(): TlogError {
  return new TlogError({
    code: 'forked',
    message: 'The log’s tiles and entries do not lead to the head that it signed.',
    remedy: 'Keep what was served as evidence, and tell the log’s witnesses.',
  });
}
