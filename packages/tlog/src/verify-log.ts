/**
 * The full audit: every entry and every tile against the signed head, the
 * head against what witnesses and earlier audits have seen, the index against
 * the entries. One pass, one bundle in memory.
 *
 * Invariant: it returns only if every byte that was read is the one that the
 * log's signed root commits to.
 */
import { bytesEqual, bytesToHex } from './bytes.ts';
import {
  verifyCheckpoint,
  type Checkpoint,
  type LogTrust,
  type VerifiedCheckpoint,
} from './checkpoint.ts';
import {
  badIndex,
  createContributorIndex,
  entryToContributor,
  type ContributorIndex,
} from './contributor-index.ts';
import { appendToEdge, edgeToResources, edgeToRoot, emptyEdge, type Resource } from './edge.ts';
import { bytesToEntry } from './entry.ts';
import { TlogError } from './error.ts';
import { hashesEqual } from './hash.ts';
import { createLogReader, type ReadEntry } from './log-reader.ts';
import { noteToText } from './note.ts';
import { witnessedPath, type ReadResource } from './resource.ts';
import { checkpointPath, tileWidth } from './tile.ts';
import { readOrThrow } from './tree.ts';

export interface AuditOptions {
  readonly trust: LogTrust;
  /** Heads that were seen before (earlier audits): the log must extend each. */
  readonly seen?: readonly Checkpoint[];
  readonly onEntry?: (read: ReadEntry) => void;
}

export interface LogAudit {
  readonly checkpoint: VerifiedCheckpoint;
  /** The signed note of `checkpoint`, to be kept for the next audit's `seen`. */
  readonly note: string;
  /** The newest head that enough known witnesses cosigned, or null where none did. */
  readonly witnessed: VerifiedCheckpoint | null;
}

/** @throws TlogError with what is wrong, at the first thing that is */
export async function verifyLog(read: ReadResource, options: AuditOptions): Promise<LogAudit> {
  const { trust, seen = [], onEntry } = options;
  const audit = await readHeads(read, trust);
  const { checkpoint, witnessed } = audit;
  const heads = witnessed === null ? seen : [...seen, witnessed];
  requireNoRollback(checkpoint, heads);

  const reader = createLogReader(read, checkpoint.size, bytesToEntry);
  const contributors = createContributorIndex();
  let edge = emptyEdge;
  requireHeads(edge, heads);
  for (let index = 0; index * tileWidth < checkpoint.size; index += 1) {
    const bundle = await reader.bundle(index);
    const inside = heads.filter(({ size }) => size > edge.size && size < edge.size + bundle.length);
    for (const { size, root } of inside) {
      const part = appendToEdge(edge, bundle.slice(0, size - edge.size)).edge;
      if (!hashesEqual(edgeToRoot(part), root)) throw forked();
    }
    for (const [at, bytes] of bundle.entries()) {
      const place = edge.size + at;
      const entry = bytesToEntry(bytes);
      if (entry.kind === 'index') requireIndex(contributors, place, entry);
      contributors.add(place, entryToContributor(entry));
      onEntry?.({ index: place, bytes, entry });
    }
    const next = appendToEdge(edge, bundle);
    await requireResources(read, next.full);
    edge = next.edge;
    requireHeads(edge, heads);
  }
  await requireResources(read, edgeToResources(edge));
  if (!hashesEqual(edgeToRoot(edge), checkpoint.root)) throw forked();
  return audit;
}

/** The signed head, and the last one that known witnesses cosigned. */
export async function readHeads(read: ReadResource, trust: LogTrust): Promise<LogAudit> {
  const checkpoint = verifyCheckpoint(await readOrThrow(read, checkpointPath), {
    ...trust,
    quorum: 0,
  });
  const cosigned = await read(witnessedPath);
  const witnessed = cosigned === null ? null : verifyCheckpoint(cosigned, trust);
  const unknown = [...checkpoint.unknown, ...(witnessed?.unknown ?? [])];
  if (trust.witnesses.length > 0 && unknown.length > 0) {
    // Whoever names witnesses names all: else a spoilt line would pass as a stranger's.
    throw new TlogError({
      code: 'badSignature',
      message: 'A head carries a signature of a key that is not among the witnesses named.',
      remedy: 'Name every witness of the log; if you do, keep this head as evidence.',
    });
  }
  if (witnessed === null && (trust.quorum ?? 0) > 0) {
    throw new TlogError({
      code: 'notWitnessed',
      message: 'No witness has cosigned this log.',
      remedy: 'Ask its witnesses to run, or audit without them and say so.',
    });
  }
  return {
    checkpoint,
    note: noteToText(checkpoint.note),
    witnessed: witnessed === null || witnessed.cosignatures.length === 0 ? null : witnessed,
  };
}

export function requireNoRollback(checkpoint: Checkpoint, heads: readonly Checkpoint[]): void {
  if (heads.every(({ size, origin }) => size <= checkpoint.size && origin === checkpoint.origin)) {
    return;
  }
  throw new TlogError({
    code: 'rolledBack',
    message: 'The log was rolled back: a head of more entries was seen before.',
    remedy: 'Stop releases, keep both heads, and find out who changed the log.',
  });
}

function requireHeads(edge: Parameters<typeof edgeToRoot>[0], heads: readonly Checkpoint[]): void {
  for (const { size, root } of heads) {
    if (size === edge.size && !hashesEqual(edgeToRoot(edge), root)) throw forked();
  }
}

function requireIndex(
  contributors: ContributorIndex,
  place: number,
  entry: { readonly size: number; readonly root: string; readonly contributors: number },
): void {
  const root = bytesToHex(contributors.freeze(place).root);
  const fits = entry.size === place && entry.contributors === contributors.contributors();
  if (!fits || entry.root !== root) throw badIndex();
}

async function requireResources(read: ReadResource, wanted: readonly Resource[]): Promise<void> {
  for (const { path, bytes } of wanted) {
    // An entry bundle was read already, and leaves no byte that is not in an entry.
    if (path.startsWith('tile/entries/')) continue;
    if (!bytesEqual(await readOrThrow(read, path), bytes)) throw forked();
  }
}

function forked(): TlogError {
  return new TlogError({
    code: 'forked',
    message: 'The log’s tiles and entries do not lead to the heads that it signed.',
    remedy: 'Keep what was served as evidence, and tell the log’s witnesses.',
  });
}
