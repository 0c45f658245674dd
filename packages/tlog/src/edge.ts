/**
 * The right edge of a tree: its partial tiles and its partial entry bundle.
 * It is all that is needed to append, and to know the root.
 */
import { emptyRoot, leafHash, rootOfHashes, type Hash } from './hash.ts';
import { entriesToBundle, hashesToTile, tileToPath, tileWidth } from './tile.ts';

export interface Edge {
  readonly size: number;
  /** Per level, the hashes of its partial tile: 0 to 255 of them. */
  readonly levels: readonly (readonly Hash[])[];
  /** The entries of the partial bundle: as many as `levels[0]` has hashes. */
  readonly entries: readonly Uint8Array[];
}

export const emptyEdge: Edge = { size: 0, levels: [], entries: [] };

/** A resource of the log and its bytes. */
export interface Resource {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The edge after the entries, and the full tiles and bundles that they filled. */
export function appendToEdge(
  edge: Edge,
  added: readonly Uint8Array[],
): { readonly edge: Edge; readonly full: readonly Resource[] } {
  const levels = edge.levels.map((level) => [...level]);
  let entries = [...edge.entries];
  let size = edge.size;
  const full: Resource[] = [];
  for (const entry of added) {
    entries.push(entry);
    size += 1;
    if (entries.length === tileWidth) {
      const ref = { level: 'entries', index: size / tileWidth - 1, width: tileWidth } as const;
      full.push({ path: tileToPath(ref), bytes: entriesToBundle(entries) });
      entries = [];
    }
    pushHash(levels, leafHash(entry), size, full);
  }
  return { edge: { size, levels, entries }, full };
}

/** Puts a leaf's hash into level 0, and the root of each tile that it fills into the level above. */
function pushHash(levels: Hash[][], leaf: Hash, size: number, full: Resource[]): void {
  let hash = leaf;
  for (let level = 0; ; level += 1) {
    const tile = (levels[level] ??= []);
    tile.push(hash);
    if (tile.length < tileWidth) return;
    const index = size / tileWidth ** (level + 1) - 1;
    full.push({ path: tileToPath({ level, index, width: tileWidth }), bytes: hashesToTile(tile) });
    hash = rootOfHashes(tile);
    levels[level] = [];
  }
}

export function edgeToRoot(edge: Edge): Hash {
  return edgeHashesToRoot(edge.levels);
}

/** Each level's incomplete last element is the root of what the levels below still hold. */
export function edgeHashesToRoot(levels: Edge['levels']): Hash {
  let below: Hash | null = null;
  for (const level of levels) {
    const hashes: readonly Hash[] = below === null ? level : [...level, below];
    if (hashes.length > 0) below = rootOfHashes(hashes);
  }
  return below ?? emptyRoot;
}

/** The partial tiles and the partial bundle, as they are served. */
export function edgeToResources(edge: Edge): readonly Resource[] {
  const partial = edge.levels.flatMap((hashes, level): Resource[] => {
    const index = Math.floor(edge.size / tileWidth ** (level + 1));
    const path = tileToPath({ level, index, width: hashes.length });
    return hashes.length === 0 ? [] : [{ path, bytes: hashesToTile(hashes) }];
  });
  if (edge.entries.length === 0) return partial;
  const index = Math.floor(edge.size / tileWidth);
  const path = tileToPath({ level: 'entries', index, width: edge.entries.length });
  return [...partial, { path, bytes: entriesToBundle(edge.entries) }];
}
