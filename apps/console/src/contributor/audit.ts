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
