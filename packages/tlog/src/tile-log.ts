/**
 * An append-only log of bytes over a storage: entries in, checkpoints out.
 *
 * An append is durable before it is answered: entries and signed checkpoint
 * go to the journal in one flushed write, then to tiles and checkpoint for
 * readers. Callers that wait at the same time share one write. After a crash
 * `openTileLog` brings tiles and checkpoint up to the journal.
 *
 * Invariant: what was acknowledged is never lost, and no checkpoint is ever
 * signed that does not extend every one signed before. A storage that fails
 * in mid-append leaves the log closed (reopen it), never in doubt.
 */
import { textToBytes } from './bytes.ts';
import {
  parseCheckpointText,
  signCheckpoint,
  verifyCheckpoint,
  type VerifiedCheckpoint,
} from './checkpoint.ts';
import {
  appendToEdge,
  edgeToResources,
  edgeToRoot,
  emptyEdge,
  type Edge,
  type Resource,
} from './edge.ts';
import { TlogError } from './error.ts';
import { hashesEqual } from './hash.ts';
import { headToBytes, parseJournal, recordToBytes } from './journal.ts';
import { noteToText, parseNote, type NoteSigner, type NoteVerifier } from './note.ts';
import { readEdge } from './read-edge.ts';
import { readLogResource, witnessedPath } from './resource.ts';
import type { LogStorage } from './storage.ts';
import { checkpointPath, entryMaxBytes } from './tile.ts';
import { createTree, type Tree } from './tree.ts';

export interface Appended {
  /** Of the first of the entries that were given. */
  readonly index: number;
  /** The signed note that covers them, as text. */
  readonly checkpoint: string;
}

export interface TileLog {
  readonly verifier: NoteVerifier;
  size(): number;
  /** The signed note of the whole log, as text. */
  checkpoint(): string;
  /** @throws TlogError tooLarge, closed, storageFailed */
  append(entries: readonly Uint8Array[]): Promise<Appended>;
  /** The tree of `size` (default: all), for proofs. */
  tree(size?: number): Tree;
  /** What is served at a path of C2SP tlog-tiles; null is "not found". */
  resource(path: string): Promise<Uint8Array | null>;
  /** Keeps a checkpoint that witnesses cosigned. @throws TlogError forked where it is not ours */
  addCosignatures(note: string, witnesses: readonly NoteVerifier[]): Promise<void>;
  close(): Promise<void>;
}

/** What a log of a certain content adds to every append. */
export interface TileLogHooks {
  /** Entries of the log's own, to be put at `size`, before the next ones of its callers. */
  readonly lead: (size: number) => Promise<readonly Uint8Array[]>;
  /** The entries from `index` on are durable. */
  readonly committed: (index: number, entries: readonly Uint8Array[]) => void;
}

const noHooks: TileLogHooks = { lead: () => Promise.resolve([]), committed: () => undefined };

/** After so many appends the tiles are flushed and the journal begins anew. */
const journalMaxRecords = 4096;

interface Pending {
  readonly entries: readonly Uint8Array[];
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** @throws TlogError rolledBack, forked, storageFailed where what is stored contradicts itself */
export async function openTileLog(
  storage: LogStorage,
  signer: NoteSigner,
  hooks: TileLogHooks = noHooks,
): Promise<TileLog> {
  const trust = { log: signer.verifier, witnesses: [] };
  const origin = signer.verifier.name;
  const read = (path: string) => readLogResource(storage, path);

  let { edge, note } = await recover(storage, signer);
  let records = 0;
  let unsynced: string[] = [];
  let queue: Pending[] = [];
  let draining: Promise<void> | null = null;
  let failure: TlogError | null = null;
  let isClosing = false;
  // Appends and cosignatures both replace the served head: one at a time.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };

  const restartJournal = async (): Promise<void> => {
    await storage.sync(unsynced);
    await storage.replaceJournal(headToBytes({ edge, checkpoint: textToBytes(note) }));
    unsynced = [];
    records = 0;
  };

  const commit = async (entries: readonly Uint8Array[]): Promise<void> => {
    const next = appendToEdge(edge, entries);
    const { size } = next.edge;
    const nextNote = signCheckpoint({ origin, size, root: edgeToRoot(next.edge) }, signer);
    await storage.appendJournal(recordToBytes({ entries, checkpoint: textToBytes(nextNote) }));
    await publish(storage, edge, next.edge, next.full, nextNote);
    edge = next.edge;
    note = nextNote;
    unsynced.push(...next.full.map(({ path }) => path));
    records += 1;
    hooks.committed(size - entries.length, entries);
    if (records >= journalMaxRecords) await restartJournal();
  };

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      try {
        if (failure !== null) throw failure;
        const lead = await hooks.lead(edge.size);
        let index = edge.size + lead.length;
        const all = [...lead, ...batch.flatMap(({ entries }) => entries)];
        await inTurn(() => commit(all));
        for (const { entries, resolve } of batch) {
          resolve({ index, checkpoint: note });
          index += entries.length;
        }
      } catch (cause) {
        failure ??= storageFailed(cause);
        for (const { reject } of batch) reject(failure);
      }
    }
    draining = null;
  };

  return {
    verifier: signer.verifier,
    size: () => edge.size,
    checkpoint: () => note,
    append: (entries) => {
      if (isClosing) return Promise.reject(closed());
      if (entries.some((entry) => entry.length > entryMaxBytes)) return Promise.reject(tooLarge());
      return new Promise((resolve, reject) => {
        queue.push({ entries, resolve, reject });
        draining ??= drain();
      });
    },
    tree: (size = edge.size) => createTree(read, size),
    resource: read,
    addCosignatures: async (cosigned, witnesses) => {
      const verified = verifyCheckpoint(cosigned, { ...trust, witnesses, quorum: 1 });
      if (verified.unknown.length > 0) throw strangeWitness();
      if (isClosing) throw closed();
      await inTurn(async () => {
        if (failure !== null) throw failure;
        await requireOwn(storage, verified, edge.size);
        await keepWitnessed(storage, verified, witnesses, signer);
      });
    },
    close: async () => {
      // A journal that begins anew beside a commit would lose what that commit acknowledges.
      isClosing = true;
      await draining;
      await turn;
      try {
        if (failure === null) await restartJournal();
      } finally {
        failure ??= closed();
        await storage.close();
      }
    },
  };
}

/** Brings tiles and checkpoint up to the journal, and checks that they agree. */
async function recover(
  storage: LogStorage,
  signer: NoteSigner,
): Promise<{ readonly edge: Edge; readonly note: string }> {
  const trust = { log: signer.verifier, witnesses: [] };
  const published = await storage.read(checkpointPath);
  const journalBytes = await storage.readJournal();
  const replayed: string[] = [];
  let edge = emptyEdge;
  let note = signCheckpoint(
    { origin: signer.verifier.name, size: 0, root: edgeToRoot(emptyEdge) },
    signer,
  );
  if (journalBytes === null && published !== null) {
    const { size } = verifyCheckpoint(published, trust);
    edge = await readEdge((path) => readLogResource(storage, path), size);
    note = requireRoot(edge, published, signer);
  } else if (journalBytes !== null) {
    const { head, records } = parseJournal(journalBytes);
    edge = head.edge;
    note = requireRoot(edge, head.checkpoint, signer);
    for (const record of records) {
      const next = appendToEdge(edge, record.entries);
      note = requireRoot(next.edge, record.checkpoint, signer);
      for (const { path, bytes } of next.full) await storage.write(path, bytes);
      replayed.push(...next.full.map(({ path }) => path));
      edge = next.edge;
    }
  }
  if (published !== null && verifyCheckpoint(published, trust).size > edge.size) {
    throw rolledBack('It published a checkpoint of more entries than it holds.');
  }
  await storage.sync(replayed);
  await storage.replaceJournal(headToBytes({ edge, checkpoint: textToBytes(note) }));
  await publish(storage, emptyEdge, edge, [], note);
  for (const bytes of [published, await storage.read(witnessedPath)]) {
    if (bytes !== null) await requireOwn(storage, verifyCheckpoint(bytes, trust), edge.size);
  }
  return { edge, note };
}

/** New tiles first, then the checkpoint that needs them, then away with what nobody needs. */
async function publish(
  storage: LogStorage,
  before: Edge,
  after: Edge,
  full: readonly Resource[],
  note: string,
): Promise<void> {
  const partial = edgeToResources(after);
  for (const { path, bytes } of [...full, ...partial]) await storage.write(path, bytes);
  await storage.write(checkpointPath, textToBytes(note));
  const kept = new Set(partial.map(({ path }) => path));
  for (const { path } of edgeToResources(before)) {
    if (!kept.has(path)) await storage.remove(path);
  }
}

/** Whether the note is the signed head of exactly this edge. */
function requireRoot(edge: Edge, bytes: Uint8Array, signer: NoteSigner): string {
  const { size, root, note } = verifyCheckpoint(bytes, { log: signer.verifier, witnesses: [] });
  if (size !== edge.size || !hashesEqual(root, edgeToRoot(edge))) throw forked();
  return noteToText(note);
}

/** A checkpoint of the past must be a head that this log had. */
async function requireOwn(
  storage: LogStorage,
  { size, root }: VerifiedCheckpoint,
  ownSize: number,
): Promise<void> {
  if (size > ownSize) throw rolledBack('A checkpoint with its signature has more entries.');
  const tree = createTree((path) => readLogResource(storage, path), size);
  if (!hashesEqual(await tree.root(), root)) throw forked();
}

/** Keeps the newest cosigned checkpoint, with the cosignatures of all witnesses of that size. */
async function keepWitnessed(
  storage: LogStorage,
  cosigned: VerifiedCheckpoint,
  witnesses: readonly NoteVerifier[],
  signer: NoteSigner,
): Promise<void> {
  const known = await storage.read(witnessedPath);
  const before =
    known === null ? null : verifyCheckpoint(known, { log: signer.verifier, witnesses });
  if (before !== null && before.size > cosigned.size) return;
  const same = before !== null && before.size === cosigned.size;
  const names = new Set(cosigned.note.signatures.map(({ name }) => name));
  const others = same ? before.note.signatures.filter(({ name }) => !names.has(name)) : [];
  const merged = noteToText({
    text: cosigned.note.text,
    signatures: [...cosigned.note.signatures, ...others],
  });
  await storage.write(witnessedPath, textToBytes(merged));
  const head = await storage.read(checkpointPath);
  if (head !== null && parseCheckpointText(parseNote(head).text).size === cosigned.size) {
    await storage.write(checkpointPath, textToBytes(merged));
  }
}

/** One line of a stranger in a served head would make every strict audit fail. */
function strangeWitness(): TlogError {
  return new TlogError({
    code: 'badSignature',
    message: 'The checkpoint carries a signature of a key that is none of the witnesses.',
    remedy: 'Name the witness to the keeper first (its verifier key), then let it cosign.',
  });
}

function tooLarge(): TlogError {
  return new TlogError({
    code: 'tooLarge',
    message: `An entry is over ${entryMaxBytes} bytes.`,
    remedy: 'Log the hash of what is larger.',
  });
}

function closed(): TlogError {
  return new TlogError({
    code: 'closed',
    message: 'The log was closed.',
    remedy: 'Open it again.',
  });
}

function storageFailed(cause: unknown): TlogError {
  if (cause instanceof TlogError) return cause;
  return new TlogError({
    code: 'storageFailed',
    message: 'The log could not be written, and takes no more entries until it is opened again.',
    remedy: 'Make room on its disk, then restart its process.',
    cause,
  });
}

function forked(): TlogError {
  return new TlogError({
    code: 'forked',
    message: 'The log’s stored entries do not lead to the head that it signed.',
    remedy: 'Restore it from a backup, and compare that with a witnessed checkpoint.',
  });
}

function rolledBack(message: string): TlogError {
  return new TlogError({
    code: 'rolledBack',
    message: `The log was rolled back: ${message}`,
    remedy: 'Restore the newest backup; never append to a log that lost entries.',
  });
}
