/**
 * What a log that is whole may still confess: releases that should not have
 * happened. A pure function of its entries, so that nobody has to take the
 * keeper's word for it.
 */
import { unreachable } from '@understudy/base';
import type { Pseudonym } from './pseudonym.ts';
import type { ReadEntry } from './log-reader.ts';

export interface ConductFinding {
  readonly index: number;
  readonly kind:
    | 'fewerThanTwoApprovals'
    | 'duringLockdown'
    | 'afterErasure'
    | 'afterRevocation'
    | 'afterWithdrawal';
}

/** Feed it every entry in order; it says what is wrong with each. */
export function createConductCheck(): (
  read: Pick<ReadEntry, 'index' | 'entry'>,
) => readonly ConductFinding[] {
  let locked = false;
  const erased = new Set<string>();
  const revoked = new Set<string>();
  /** The receipts that stand, by contributor and program, once there was one. */
  const standing = new Map<string, Set<string>>();
  const withdrawn = new Set<string>();
  return ({ index, entry }) => {
    switch (entry.kind) {
      case 'lockdown':
        locked = true;
        return [];
      case 'resume':
        locked = false;
        return [];
      case 'grantRevoked':
        revoked.add(entry.grant);
        return [];
      case 'erasure':
        if (entry.scope.kind === 'everything') erased.add(entry.contributor);
        if (entry.scope.kind === 'program') {
          erased.add(keyName(entry.contributor, entry.scope.program));
        }
        if (entry.scope.kind === 'sessions') {
          for (const session of entry.scope.sessions) {
            erased.add(keyName(entry.contributor, session));
          }
        }
        return [];
      case 'keyCreated':
        // A new key holds new recordings only; the old ones stay erased, being sealed to the old one.
        erased.delete(entry.contributor);
        erased.delete(keyName(entry.contributor, entry.program));
        return [];
      case 'consentReceived': {
        const name = keyName(entry.contributor, entry.program);
        const receipts = standing.get(name) ?? new Set();
        standing.set(name, receipts);
        // Naming it once more does not bring it back.
        if (!withdrawn.has(entry.receiptSha256)) receipts.add(entry.receiptSha256);
        return [];
      }
      case 'consentWithdrawn':
        withdrawn.add(entry.receiptSha256);
        if (entry.program === undefined) return [];
        standing.get(keyName(entry.contributor, entry.program))?.delete(entry.receiptSha256);
        return [];
      case 'release': {
        const kinds: ConductFinding['kind'][] = [];
        if (new Set(entry.approvedBy).size < 2) kinds.push('fewerThanTwoApprovals');
        if (locked) kinds.push('duringLockdown');
        if (revoked.has(entry.grant)) kinds.push('afterRevocation');
        const { contributor, program, session } = entry;
        const names = [contributor, keyName(contributor, program), keyName(contributor, session)];
        if (names.some((name) => erased.has(name))) kinds.push('afterErasure');
        if (standing.get(keyName(contributor, program))?.size === 0) kinds.push('afterWithdrawal');
        return kinds.map((kind) => ({ index, kind }));
      }
      case 'deviceEnrolled':
      case 'deviceRevoked':
      case 'erasureFinal':
      case 'rootDestroyed':
      case 'seal':
      case 'unseal':
      case 'promotion':
      case 'controlReport':
      case 'incident':
      case 'notice':
      case 'index':
        return [];
      default:
        return unreachable(entry);
    }
  };
}

function keyName(contributor: Pseudonym, programOrSession: string): string {
  return `${contributor} ${programOrSession}`;
}
