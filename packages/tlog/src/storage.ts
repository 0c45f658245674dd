/**
 * Where a log lives. Resources (tiles, bundles, checkpoints) are replaced
 * whole; the journal is what makes an append durable, in one step.
 */
import { concatBytes } from './bytes.ts';

export interface LogStorage {
  /** null where there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Replaces the resource in one step; durable only after `sync` of its path. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  sync(paths: readonly string[]): Promise<void>;
  remove(path: string): Promise<void>;
  /** null where there is none; zeros may follow what was written. */
  readJournal(): Promise<Uint8Array | null>;
  /** Adds to the journal's end, after a `replaceJournal`; durable when it returns. */
  appendJournal(bytes: Uint8Array): Promise<void>;
  /** Puts a new journal in the place of the old one; durable and whole, or not at all. */
  replaceJournal(bytes: Uint8Array): Promise<void>;
  /** Gives up the right to write. */
  close(): Promise<void>;
}

/** For tests, and for logs that need not outlive their process. */
export function createMemoryStorage(): LogStorage & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  let journal: Uint8Array | null = null;
  return {
    files,
    read: (path) => Promise.resolve(files.get(path) ?? null),
    write: (path, bytes) => {
      files.set(path, Uint8Array.from(bytes));
      return Promise.resolve();
    },
    sync: () => Promise.resolve(),
    remove: (path) => {
      files.delete(path);
      return Promise.resolve();
    },
    readJournal: () => Promise.resolve(journal),
    appendJournal: (bytes) => {
      journal = concatBytes(journal ?? new Uint8Array(), bytes);
      return Promise.resolve();
    },
    replaceJournal: (bytes) => {
      journal = Uint8Array.from(bytes);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
