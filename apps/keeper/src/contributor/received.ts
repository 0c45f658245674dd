/** The log's word that this keeper acts on a receipt: before the first lease or release under it. */
import type { Receipt } from '@understudy/consent';
import type { LogEntry, Pseudonym } from '@understudy/tlog';
import { timeNow, type Core } from '../core.ts';
import { sha256OfId } from '../release/standing.ts';

/** What is to be logged with what follows from it: nothing where it was before. */
export function receiptEntries(
  { journal, clock }: Pick<Core, 'journal' | 'clock'>,
  { receipt, program }: Receipt,
  contributor: Pseudonym,
): readonly LogEntry[] {
  const receiptSha256 = sha256OfId(receipt);
  if (journal.facts.receivedReceipts.has(receiptSha256)) return [];
  // Two first requests may both log it; the entries say the same.
  return [
    { v: 1, kind: 'consentReceived', at: timeNow(clock), contributor, program, receiptSha256 },
  ];
}
