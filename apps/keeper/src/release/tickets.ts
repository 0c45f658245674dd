/**
 * Releases that are logged and not yet opened: in memory only, each good once
 * and for 60 s. A restart forgets them; the log then holds a release that
 * never happened, which is the safe side.
 */
import type { Clock, ReleaseId } from '@understudy/base';
import type { AgeRecipient } from '@understudy/seal';
import type { KeyName } from '../keys/key-file.ts';

const ticketMs = 60_000;

export interface Ticket extends KeyName {
  readonly release: ReleaseId;
  /** The researcher's. */
  readonly recipient: AgeRecipient;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Whether it may go on, now. @throws KeeperError sealed, locked, notAllowed */
  readonly check: () => void;
}

export interface Tickets {
  put(ticket: Ticket): void;
  /** It stays good. */
  find(release: ReleaseId): Ticket | null;
  /** Null where there is none, or none any more. */
  take(release: ReleaseId): Ticket | null;
}

export function createTickets(clock: Clock): Tickets {
  const held = new Map<ReleaseId, { readonly ticket: Ticket; readonly untilNs: bigint }>();
  const sweep = (nowNs: bigint): void => {
    for (const [release, { untilNs }] of held) {
      if (untilNs > nowNs) return;
      held.delete(release);
    }
  };
  return {
    put: (ticket) => {
      const nowNs = clock.monotonicNs();
      sweep(nowNs);
      held.set(ticket.release, { ticket, untilNs: nowNs + BigInt(ticketMs) * 1_000_000n });
    },
    find: (release) => {
      sweep(clock.monotonicNs());
      return held.get(release)?.ticket ?? null;
    },
    take: (release) => {
      sweep(clock.monotonicNs());
      const found = held.get(release);
      held.delete(release);
      return found?.ticket ?? null;
    },
  };
}
