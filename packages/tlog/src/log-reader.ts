/** Reading entries bundle by bundle, with one bundle in memory at a time. */
import type { LogEntry } from './entry.ts';
import type { ReadResource } from './resource.ts';
import { bundleToEntries, tileToPath, tileWidth, tileWidthAt } from './tile.ts';
import { readOrThrow } from './tree.ts';

export interface ReadEntry {
  readonly index: number;
  readonly bytes: Uint8Array;
  readonly entry: LogEntry;
}

export interface LogReader {
  entries(from: number, until: number): AsyncIterable<ReadEntry>;
  /** The raw entries of one bundle of the tree. */
  bundle(index: number): Promise<readonly Uint8Array[]>;
}

export function createLogReader(
  read: ReadResource,
  size: number,
  decode: (bytes: Uint8Array) => LogEntry,
): LogReader {
  const bundle = async (index: number): Promise<readonly Uint8Array[]> => {
    const width = tileWidthAt('entries', index, size);
    const path = tileToPath({ level: 'entries', index, width });
    return bundleToEntries(await readOrThrow(read, path), width);
  };
  return {
    bundle,
    entries: async function* (from, until) {
      for (let index = Math.floor(from / tileWidth); index * tileWidth < until; index += 1) {
        for (const [at, bytes] of (await bundle(index)).entries()) {
          const place = index * tileWidth + at;
          if (place >= from && place < until) yield { index: place, bytes, entry: decode(bytes) };
        }
      }
    },
  };
}
