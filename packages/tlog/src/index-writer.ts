/**
 * Keeps the contributor index of a log that is being written: freezes it, and
 * puts its root into the log, whenever the part that it does not cover yet has
 * grown by 1/32 (at least 4,096 entries), so that its cost stays in proportion.
 *
 * The files are not flushed: they follow from the entries. A log that is
 * opened takes them up where they fit the root in the log, and reads only the
 * entries after it; otherwise it reads all, and writes them again.
 */
import type { Clock } from '@understudy/base';
import { bytesToHex, bytesToText, hexToBytes } from './bytes.ts';
import { createContributorIndex } from './contributor-index.ts';
import { bytesToEntry, entryToBytes } from './entry.ts';
import { textToPseudonym, type Pseudonym } from './pseudonym.ts';
import { createLogReader, type LogReader } from './log-reader.ts';
import type { ReadResource } from './resource.ts';
import type { LogStorage } from './storage.ts';
import type { TileLogHooks } from './tile-log.ts';
import { tileWidth } from './tile.ts';

const leastEntries = 4096;
const share = 32;
const indexMark = '"kind":"index"';

export interface IndexWriter extends TileLogHooks {
  /** Reads what a log holds already. */
  load(read: ReadResource, size: number): Promise<void>;
}

export function createIndexWriter(storage: LogStorage, clock: Clock): IndexWriter {
  const contributors = createContributorIndex();
  /** Sizes at which the index was frozen; readers may still be at the one before the last. */
  let frozen: readonly number[] = [];

  const take = (index: number, bytes: Uint8Array): void => {
    const text = bytesToText(bytes);
    contributors.add(index, textToContributor(text));
    if (text.includes(indexMark)) frozen = [...frozen, index].slice(-2);
  };

  const restoreFiles = async (size: number): Promise<void> => {
    for (const { path, bytes } of contributors.freeze(size).resources) {
      await storage.write(path, bytes);
    }
  };

  const thaw = async (reader: LogReader, newest: number): Promise<boolean> => {
    for await (const { entry } of reader.entries(newest, newest + 1)) {
      if (entry.kind !== 'index' || entry.size !== newest) return false;
      return contributors.thaw(newest, hexToBytes(entry.root), (path) => storage.read(path));
    }
    return false;
  };

  return {
    load: async (read, size) => {
      const reader = createLogReader(read, size, bytesToEntry);
      const newest = await findNewestIndex(reader, size);
      // What an index of the log holds already need not be read again entry by entry.
      const known = newest !== null && (await thaw(reader, newest));
      const first = known ? newest : 0;
      if (known) {
        const older = await findNewestIndex(reader, newest);
        frozen = older === null ? [] : [older];
      }
      for (let bundle = Math.floor(first / tileWidth); bundle * tileWidth < size; bundle += 1) {
        for (const [at, bytes] of (await reader.bundle(bundle)).entries()) {
          const place = bundle * tileWidth + at;
          if (place < first) continue;
          if (place === newest && !known) await restoreFiles(place);
          take(place, bytes);
        }
      }
    },
    committed: (index, entries) => {
      for (const [at, bytes] of entries.entries()) take(index + at, bytes);
    },
    lead: async (size) => {
      const last = frozen.at(-1) ?? 0;
      if (size - last < Math.max(leastEntries, last / share)) return [];
      const { root, resources } = contributors.freeze(size);
      for (const { path, bytes } of resources) await storage.write(path, bytes);
      const [old] = frozen.length === 2 ? frozen : [];
      if (old !== undefined) {
        for (const { path } of resources) {
          await storage.remove(path.replace(`index/${size}/`, `index/${old}/`));
        }
      }
      const entry = {
        v: 1,
        at: new Date(clock.nowMs()).toISOString(),
        kind: 'index',
        size,
        root: bytesToHex(root),
        contributors: contributors.contributors(),
      } as const;
      return [entryToBytes(entry)];
    },
  };
}

async function findNewestIndex(reader: LogReader, size: number): Promise<number | null> {
  for (let bundle = Math.ceil(size / tileWidth) - 1; bundle >= 0; bundle -= 1) {
    const entries = await reader.bundle(bundle);
    const at = entries.findLastIndex((bytes) => bytesToText(bytes).includes(indexMark));
    if (at !== -1) return bundle * tileWidth + at;
  }
  return null;
}

/**
 * The contributor of an entry, without decoding it. Entries are canonical JSON that was checked when
 * it was written; inside a string the quotes would be escaped, so the mark is found only as a key.
 */
function textToContributor(text: string): Pseudonym | null {
  const mark = '"contributor":"';
  const at = text.indexOf(mark);
  if (at === -1) return null;
  return textToPseudonym(text.slice(at + mark.length, at + mark.length + 43));
}
