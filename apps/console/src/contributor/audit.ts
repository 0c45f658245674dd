/**
 * Raw material of the log → who read what of me, checked in this page: every
 * entry is proved to stand in the signed log before a word of it is shown.
 */
import {
  bytesToEntry,
  leafHash,
  parseVerifier,
  verifyCheckpoint,
  verifyInclusion,
  type LogEntryOf,
} from '@understudy/tlog';
import type { CompanionAudit } from '@understudy/protocol';

export type Read = LogEntryOf<'release'>;

export type AuditResult =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'broken' }
  | {
      readonly kind: 'proved';
      readonly reads: readonly Read[];
      readonly entries: number;
      readonly logSize: number;
      readonly witnesses: readonly string[];
    };

const base64ToBytes = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );

/** `broken` where any entry, proof or signature does not add up; nothing of it is shown then. */
export function checkAudit(audit: CompanionAudit): AuditResult {
  if (audit.pseudonym === null) return { kind: 'unknown' };
  try {
    const head = verifyCheckpoint(audit.checkpoint, {
      log: parseVerifier(audit.logKey),
      witnesses: audit.witnessKeys.map(parseVerifier),
    });
    const entries = audit.entries.map(({ index, entry, proof }) => {
      const bytes = base64ToBytes(entry);
      verifyInclusion({
        index,
        size: head.size,
        leafHash: leafHash(bytes),
        proof: proof.map(base64ToBytes),
        root: head.root,
      });
      return bytesToEntry(bytes);
    });
    return {
      kind: 'proved',
      reads: entries.filter(
        (entry): entry is Read => entry.kind === 'release' && entry.contributor === audit.pseudonym,
      ),
      entries: entries.length,
      logSize: head.size,
      witnesses: head.cosignatures.map(({ witness }) => witness),
    };
  } catch {
    return { kind: 'broken' };
  }
}

/** Reads of one session under one grant by one researcher, as one. */
export interface Reading {
  readonly last: Read;
  readonly pieces: number;
  readonly sizeBytes: number;
}

/** Newest first. A session is released by the piece, hundreds to an hour. */
export function groupReads(reads: readonly Read[]): readonly Reading[] {
  const readings = new Map<string, Reading>();
  for (const read of reads.toSorted((a, b) => a.at.localeCompare(b.at))) {
    const name = [read.session, read.grant, read.tier, read.researcher].join(' ');
    const { pieces = 0, sizeBytes = 0 } = readings.get(name) ?? {};
    readings.delete(name);
    readings.set(name, { last: read, pieces: pieces + 1, sizeBytes: sizeBytes + read.sizeBytes });
  }
  return [...readings.values()].toReversed();
}
