/**
 * Keeps the contributor index of a log that is being written: freezes it, and
 * puts its root into the log, whenever the part that it does not cover yet has
 * grown by 1/64 (at least 1,024 entries), so that its cost stays in proportion.
 */
import type { Clock } from '@understudy/base';
import { bytesToHex, bytesToText } from './bytes.ts';
import { createContributorIndex } from './contributor-index.ts';
import { bytesToEntry, entryToBytes } from './entry.ts';
import { textToPseudonym, type Pseudonym } from './pseudonym.ts';
import { createLogReader } from './log-reader.ts';
import type { ReadResource } from './resource.ts';
import type { LogStorage } from './storage.ts';
import type { TileLogHooks } from './tile-log.ts';
import { tileWidth } from './tile.ts';

const leastEntries = 1024;
const share = 64;

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
    if (text.includes('"kind":"index"')) frozen = [...frozen, index].slice(-2);
  };

  return {
    load: async (read, size) => {
      const reader = createLogReader(read, size, bytesToEntry);
      for (let bundle = 0; bundle * tileWidth < size; bundle += 1) {
        for (const [at, bytes] of (await reader.bundle(bundle)).entries()) {
          take(bundle * tileWidth + at, bytes);
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
      await storage.sync(resources.map(({ path }) => path));
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
