/** The log of Understudy: `LogEntry` values over a tile log. */
import { systemClock, type Clock } from '@understudy/base';
import { bytesToEntry, entryToBytes, type LogEntry } from './entry.ts';
import type { Hash } from './hash.ts';
import { createIndexWriter } from './index-writer.ts';
import { createLogReader, type ReadEntry } from './log-reader.ts';
import type { NoteSigner, NoteVerifier } from './note.ts';
import type { LogStorage } from './storage.ts';
import { openTileLog, type Appended } from './tile-log.ts';

export interface Log {
  readonly verifier: NoteVerifier;
  size(): number;
  /** The signed checkpoint of the whole log, as text. */
  readCheckpoint(): string;
  /** Durable, and covered by the checkpoint, when it returns. @throws TlogError */
  append(entries: readonly LogEntry[]): Promise<Appended>;
  /** From `from` (default 0) up to, not including, `until` (default: the size now). */
  entries(from?: number, until?: number): AsyncIterable<ReadEntry>;
  /** Of the tree at that size. */
  root(size: number): Promise<Hash>;
  inclusionProof(index: number, size?: number): Promise<readonly Hash[]>;
  consistencyProof(fromSize: number, toSize?: number): Promise<readonly Hash[]>;
  /** The bytes to serve at a path of C2SP tlog-tiles, or null: "not found". */
  resource(path: string): Promise<Uint8Array | null>;
  addCosignatures(note: string, witnesses: readonly NoteVerifier[]): Promise<void>;
  close(): Promise<void>;
}

/** @param clock for the entries that the log itself writes (`index`) */
export async function openLog(
  storage: LogStorage,
  signer: NoteSigner,
  clock: Clock = systemClock,
): Promise<Log> {
  const index = createIndexWriter(storage, clock);
  const tiles = await openTileLog(storage, signer, index);
  await index.load((path) => tiles.resource(path), tiles.size());
  return {
    verifier: tiles.verifier,
    size: () => tiles.size(),
    readCheckpoint: () => tiles.checkpoint(),
    append: async (entries) => tiles.append(entries.map(entryToBytes)),
    entries: (from = 0, until = tiles.size()) =>
      createLogReader((path) => tiles.resource(path), tiles.size(), bytesToEntry).entries(
        from,
        until,
      ),
    root: (size) => tiles.tree(size).root(),
    inclusionProof: (index, size) => tiles.tree(size).inclusionProof(index),
    consistencyProof: (fromSize, toSize) => tiles.tree(toSize).consistencyProof(fromSize),
    resource: (path) => tiles.resource(path),
    addCosignatures: (note, witnesses) => tiles.addCosignatures(note, witnesses),
    close: () => tiles.close(),
  };
}
