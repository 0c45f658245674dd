/**
 * The primary's side of its replicas: leases of 2 s, and tickets of releases
 * that it has logged.
 *
 * Invariant: a lockdown is acknowledged when each replica that held a lease
 * has said that it stopped, or its lease has run out on our monotonic clock.
 * A replica counts its lease from before it asked, so it stops no later.
 */
import type { ReleaseId } from '@understudy/base';
import { setTimeout as wait } from 'node:timers/promises';
import { timeNow, type Core } from '../core.ts';
import { notAllowedError } from '../error.ts';
import type { Ticket, Tickets } from '../release/tickets.ts';
import { readReplicaRequest, type LeaseRequest } from './request.ts';

/** docs/security.md, promise 9. */
export const replicaLeaseMs = 2_000;
const lookAgainMs = 10;
const silentMs = 60_000;

export interface Replicas {
  lease(jws: string): Promise<LeaseAnswer>;
  /** @throws KeeperError notAllowed where there is none, or none any more */
  ticket(jws: string): Promise<Omit<Ticket, 'check'>>;
  /** No replica has a lease, of this primary or of one before. */
  isQuiet(): boolean;
  /** No replica opens anything any more. */
  stopped(): Promise<void>;
}

interface LeaseAnswer {
  readonly epoch: number;
  readonly lock: 'unlocked' | 'locked';
  readonly leaseMs: number;
  readonly stopped: ReleaseId[];
}

interface KnownReplica {
  readonly leaseUntilMs: number;
  readonly askedAtMs: number;
  readonly open: boolean;
  /** What it was given to open, and whether each may go on. */
  readonly running: ReadonlyMap<ReleaseId, () => void>;
}

/** @param quietBefore no replica can hold a lease of a primary before this one */
export function createReplicas(core: Core, tickets: Tickets, quietBefore: boolean): Replicas {
  const { clock, lock, journal, serviceKey } = core;
  const known = new Map<string, KnownReplica>();
  const handedOut = new Map<ReleaseId, () => void>();
  const monotonicMs = (): number => Number(clock.monotonicNs() / 1_000_000n);
  // Whoever was the primary before may have given one in its last moment.
  const earlierUntilMs = quietBefore ? 0 : monotonicMs() + replicaLeaseMs;

  const logUnseal = async (request: LeaseRequest): Promise<void> => {
    if (!request.open || known.get(request.replica)?.open === true) return;
    const { epoch } = lock.state();
    const { build } = request;
    await journal.append([{ v: 1, kind: 'unseal', at: timeNow(clock), epoch, build }]);
  };

  /** Every start of a replica is another one: those that have long been silent go. */
  const forget = (): void => {
    for (const [replica, { askedAtMs }] of known) {
      if (monotonicMs() - askedAtMs > silentMs) known.delete(replica);
    }
  };

  const isQuiet = (): boolean => {
    const ends = [earlierUntilMs, ...[...known.values()].map(({ leaseUntilMs }) => leaseUntilMs)];
    return ends.every((untilMs) => untilMs <= monotonicMs());
  };

  return {
    lease: async (jws) => {
      const request = await readReplicaRequest(jws, serviceKey, clock);
      if (request.kind !== 'lease' || request.build !== core.build) throw notAllowedError();
      await logUnseal(request);
      // From here on nothing is awaited: what is told is what is remembered.
      const { epoch, lock: locked, seal } = lock.state();
      const running = new Map<ReleaseId, () => void>();
      const stopped: ReleaseId[] = [];
      for (const release of request.running) {
        const check = handedOut.get(release) ?? known.get(request.replica)?.running.get(release);
        handedOut.delete(release);
        if (check !== undefined && passes(check)) running.set(release, check);
        else stopped.push(release);
      }
      const given = locked === 'unlocked' && seal === 'open' && request.epoch === epoch;
      const leaseMs = given ? replicaLeaseMs : 0;
      // A replica that knows of this lockdown has stopped for it; one that does not may run on.
      const before = known.get(request.replica)?.leaseUntilMs ?? 0;
      const leaseUntilMs = given ? monotonicMs() + leaseMs : request.epoch === epoch ? 0 : before;
      forget();
      known.set(request.replica, {
        leaseUntilMs,
        askedAtMs: monotonicMs(),
        open: request.open,
        running,
      });
      return { epoch, lock: locked, leaseMs, stopped };
    },
    ticket: async (jws) => {
      const request = await readReplicaRequest(jws, serviceKey, clock);
      if (request.kind !== 'ticket' || !known.has(request.replica)) throw notAllowedError();
      const { release, take } = request;
      const ticket = take ? tickets.take(release) : tickets.find(release);
      if (ticket === null) throw notAllowedError();
      const { check, ...facts } = ticket;
      check();
      if (take) handedOut.set(release, check);
      return facts;
    },
    isQuiet,
    stopped: async () => {
      while (!isQuiet()) await wait(lookAgainMs);
    },
  };
}

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    // Locked, sealed, withdrawn, revoked or erased: all the same to the replica.
    return false;
  }
}
