/** Making Merkle proofs (RFC 6962, section 2.1) from tiles that were read. */
import { TlogError } from './error.ts';
import { nodeHash, rootOfHashes, type Hash } from './hash.ts';
import type { ReadResource } from './resource.ts';
import { isSubtree } from './verify-proof.ts';
import { tileToHashes, tileToPath, tileWidth, tileWidthAt } from './tile.ts';

const tileHeight = 8;
const cachedTiles = 64;

export interface Tree {
  readonly size: number;
  root(): Promise<Hash>;
  leaf(index: number): Promise<Hash>;
  inclusionProof(index: number): Promise<readonly Hash[]>;
  consistencyProof(fromSize: number): Promise<readonly Hash[]>;
  subtreeRoot(start: number, end: number): Promise<Hash>;
  subtreeConsistencyProof(start: number, end: number): Promise<readonly Hash[]>;
}

/**
 * The tree of `size` over tiles that `read` gives. What it answers is only as
 * good as the tiles: check proofs against a root that is trusted.
 */
export function createTree(read: ReadResource, size: number): Tree {
  const tiles = new Map<string, Promise<readonly Hash[]>>();

  const readTile = (level: number, index: number): Promise<readonly Hash[]> => {
    const width = tileWidthAt(level, index, size);
    const path = tileToPath({ level, index, width });
    const known = tiles.get(path);
    if (known !== undefined) return known;
    const loading = readOrThrow(read, path).then((bytes) => tileToHashes(bytes, width));
    if (tiles.size >= cachedTiles) tiles.delete(tiles.keys().next().value ?? '');
    tiles.set(path, loading);
    return loading;
  };

  /** The complete subtree of 2^height leaves that is the `index`th of its height. */
  const node = async (height: number, index: number): Promise<Hash> => {
    const level = Math.floor(height / tileHeight);
    const within = 2 ** (height % tileHeight);
    const first = index * within;
    const tile = await readTile(level, Math.floor(first / tileWidth));
    return rootOfHashes(tile.slice(first % tileWidth, (first % tileWidth) + within));
  };

  /** MTH(D[start:end]) where `start` is a multiple of the power of two that holds the range. */
  const range = async (start: number, end: number): Promise<Hash> => {
    const count = end - start;
    const height = Math.log2(count);
    if (Number.isInteger(height)) return node(height, start / count);
    const middle = start + largestPowerBelow(count);
    return nodeHash(await range(start, middle), await range(middle, end));
  };

  const path = async (index: number, start: number, end: number): Promise<readonly Hash[]> => {
    if (end - start === 1) return [];
    const middle = start + largestPowerBelow(end - start);
    return index < middle
      ? [...(await path(index, start, middle)), await range(middle, end)]
      : [...(await path(index, middle, end)), await range(start, middle)];
  };

  /** SUBPROOF of RFC 6962 for D[from:to] in D[start:end]; `known`: the verifier has that hash. */
  const subproof = async (
    from: number,
    to: number,
    start: number,
    end: number,
    known: boolean,
  ): Promise<readonly Hash[]> => {
    if (from === start && to === end) return known ? [] : [await range(start, end)];
    const middle = start + largestPowerBelow(end - start);
    if (to <= middle) {
      return [...(await subproof(from, to, start, middle, known)), await range(middle, end)];
    }
    if (from >= middle) {
      return [...(await subproof(from, to, middle, end, known)), await range(start, middle)];
    }
    return [...(await subproof(middle, to, middle, end, false)), await range(start, middle)];
  };

  return {
    size,
    root: () => (size === 0 ? Promise.resolve(rootOfHashes([])) : range(0, size)),
    leaf: async (index) => {
      requireRange(index < size && isSubtree(index, index + 1));
      return node(0, index);
    },
    inclusionProof: async (index) => {
      requireRange(index < size && isSubtree(index, index + 1));
      return path(index, 0, size);
    },
    consistencyProof: async (fromSize) => {
      if (fromSize === 0) return [];
      requireRange(isSubtree(0, fromSize) && fromSize <= size);
      return subproof(0, fromSize, 0, size, true);
    },
    subtreeRoot: async (start, end) => {
      requireRange(isSubtree(start, end) && end <= size);
      return range(start, end);
    },
    subtreeConsistencyProof: async (start, end) => {
      requireRange(isSubtree(start, end) && end <= size);
      return subproof(start, end, 0, size, true);
    },
  };
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function requireRange(inside: boolean): void {
  if (inside) return;
  throw new TlogError({
    code: 'badRange',
    message: 'The log has no such entry or range.',
    remedy: 'Ask for what lies below its size.',
  });
}

/** @throws TlogError missing */
export async function readOrThrow(read: ReadResource, path: string): Promise<Uint8Array> {
  const bytes = await read(path);
  if (bytes === null) throw missing(path);
  return bytes;
}

function missing(path: string): TlogError {
  return new TlogError({
    code: 'missing',
    message: `The log does not give ${path}.`,
    remedy: 'Try again; if it stays away, the log hides a part of itself: tell its witnesses.',
  });
}
