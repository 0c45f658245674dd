/** The right edge of a log, read back from its served tiles. */
import type { Edge } from './edge.ts';
import type { Hash } from './hash.ts';
import type { ReadResource } from './resource.ts';
import { bundleToEntries, tileToHashes, tileToPath, tileWidth, tileWidthAt } from './tile.ts';
import { readOrThrow } from './tree.ts';

export async function readEdge(read: ReadResource, size: number): Promise<Edge> {
  const levels: (readonly Hash[])[] = [];
  for (let level = 0; tileWidth ** level <= size; level += 1) {
    const index = Math.floor(size / tileWidth ** (level + 1));
    const width = tileWidthAt(level, index, size);
    if (width === 0) levels.push([]);
    else {
      const bytes = await readOrThrow(read, tileToPath({ level, index, width }));
      levels.push(tileToHashes(Uint8Array.from(bytes), width));
    }
  }
  const width = size % tileWidth;
  if (width === 0) return { size, levels, entries: [] };
  const ref = { level: 'entries', index: Math.floor(size / tileWidth), width } as const;
  const bundle = await readOrThrow(read, tileToPath(ref));
  return { size, levels, entries: bundleToEntries(Uint8Array.from(bundle), width) };
}
