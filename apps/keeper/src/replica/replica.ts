/**
 * A second keeper process over the same home, which opens segments only: it
 * decides nothing and writes neither log nor keys. Its primary decides, logs
 * and hands it the ticket; every other route goes on to the primary, so that
 * a vault may speak to any of them.
 */
import { systemRandom, type Clock, type Random, type ReleaseId } from '@understudy/base';
import { publicJwkToKid } from '@understudy/consent';
import { createKeeperClient, CourierError, type CourierErrorCode } from '@understudy/courier';
import {
  createNonceMemory,
  createRateLimit,
  createService,
  keeperRoutes,
  ProtocolError,
  statusByCode,
  type Caller,
  type Code,
  type PublicJwk,
  type Service,
} from '@understudy/protocol';
import { parseAgeRecipient } from '@understudy/seal';
import { setTimeout as wait } from 'node:timers/promises';
import { readBuild } from '../build.ts';
import { readConfig } from '../config.ts';
import { KeeperError } from '../error.ts';
import type { Keeper } from '../keeper.ts';
import { stateToName } from '../lock/machine.ts';
import { requireLoopback } from '../loopback.ts';
import { openOwnKeyring } from '../own-keyring.ts';
import { createDecide } from '../policy/decide.ts';
import { readPolicies, readPolicySchema } from '../policy/policies.ts';
import { callerAsks, requireAction } from '../policy/require.ts';
import { keeperRates } from '../rates.ts';
import { errorToRefusal } from '../refusal.ts';
import { openRelease, type TicketSource } from '../release/open.ts';
import { readServiceKey } from '../service-key.ts';
import { openPasskeys } from '../steward/passkeys.ts';
import { placesOf } from '../store/places.ts';
import { readTrust } from '../trust.ts';
import { createUnsealer } from '../unseal.ts';
import { forwardedHeader, forwardTo, primaryAway } from './forward.ts';
import { createReplicaLock } from './replica-lock.ts';
import { signReplicaRequest } from './request.ts';

/** Ten times in a lease: one that is lost is made up for. */
const renewEveryMs = 200;
const askTimeoutMs = 1_000;
/** Of the question at an unseal, which a person waits for: a lease that comes late is short, and no danger. */
const firstAskTimeoutMs = 10_000;

export interface ReplicaSeams {
  readonly clock: Clock;
  readonly random: Random;
  /** The addresses where the primary may be: those of every other keeper of this home. */
  readonly primaries: readonly string[];
  readonly build?: string;
  /** Makes a primary of it. */
  readonly promote: () => Promise<{ readonly term: number }>;
}

/** @throws KeeperError wrongState (not set up), damaged */
export async function openReplica(
  home: string,
  seams: ReplicaSeams,
): Promise<Omit<Keeper, 'core' | 'term'>> {
  const { clock, random } = seams;
  const places = placesOf(home);
  const config = await readConfig(places.config);
  const trust = await readTrust(places.trust);
  const key = await readServiceKey(places.serviceKey);
  const build = seams.build ?? readBuild();
  const replica = Buffer.from(systemRandom.bytes(16)).toString('base64url');
  const lock = createReplicaLock(clock);
  const decide = createDecide(readPolicies(), readPolicySchema());
  // No second try: the next lease is asked for in a moment anyway.
  const backoff = { attempts: 0, firstWaitMs: 1, maxWaitMs: 1 };
  const others = seams.primaries.map((url) => ({
    url,
    client: createKeeperClient({ baseUrl: url, clock, backoff }),
  }));
  /** For what may be asked of whichever is the primary by now, however often: tickets and status. */
  const anyone = createKeeperClient({
    baseUrl: seams.primaries.join(','),
    clock,
    backoff,
    // Of another replica it wants no answer, which might ask us in its turn.
    headers: { [forwardedHeader]: '1' },
  });
  let at = 0;
  const primary = () => {
    const other = others[at % others.length];
    if (other !== undefined) return other;
    throw new KeeperError({
      code: 'wrongState',
      message: 'This replica was given no primary.',
      remedy: 'Start it with --replica-of URL.',
    });
  };

  /** The addresses, from the one that is asked now. */
  const inOrder = (): readonly string[] =>
    [...others.slice(at % others.length), ...others.slice(0, at % others.length)].map(
      ({ url }) => url,
    );

  const askNow = async (timeoutMs: number): Promise<void> => {
    const askedAtTick = lock.tick();
    const { epoch, seal } = lock.state();
    const request = await signReplicaRequest(
      {
        kind: 'lease',
        replica,
        build,
        epoch,
        open: seal === 'open',
        running: [...lock.running()],
        atMs: clock.nowMs(),
      },
      key,
    );
    const signal = AbortSignal.timeout(timeoutMs);
    const { client } = primary();
    lock.renew({ ...(await client.replicaLease({ body: { request }, signal })), askedAtTick });
    // What was new is told back at once: a lockdown waits for that.
    if (lock.state().epoch !== epoch) await askNow(timeoutMs);
  };
  const askOrMoveOn = async (timeoutMs: number): Promise<void> => {
    try {
      await askNow(timeoutMs);
    } catch (error) {
      if (error instanceof CourierError) at += 1;
      throw error;
    }
  };
  let asking: Promise<void> = Promise.resolve();
  // One at a time: what was said before it was unsealed must not come after what was said then.
  const ask = (timeoutMs: number): Promise<void> => {
    const asked = asking.then(() => askOrMoveOn(timeoutMs));
    asking = asked.catch(() => undefined);
    return asked;
  };
  /** Asks each address once, until one answers: the one asked last may have been replaced since. */
  const askAnyone = async (timeoutMs: number, left = others.length): Promise<void> => {
    try {
      await ask(timeoutMs);
    } catch (error) {
      if (!(error instanceof CourierError) || left <= 1) throw error;
      await askAnyone(timeoutMs, left - 1);
    }
  };
  const askTicket = async (release: ReleaseId, take: boolean) => {
    const request = await signReplicaRequest(
      { kind: 'ticket', replica, release, take, atMs: clock.nowMs() },
      key,
    );
    return anyone.replicaTicket({ body: { request } });
  };
  const ticketOf = (release: ReleaseId): TicketSource => ({
    look: () => askTicket(release, false),
    take: async () => {
      const check = lock.createCheck(release);
      const facts = await askTicket(release, true);
      return { ...facts, recipient: parseAgeRecipient(facts.recipient), check };
    },
  });
  const unsealer = createUnsealer(
    {
      clock,
      isLocked: () => lock.state().lock === 'locked',
      open: async (root) => {
        const passkeys = await openPasskeys({
          folder: places.passkeys,
          stewards: trust.stewards,
          stewardOfKid: () => null,
          relyingParty: trust.relyingParty,
          clock,
        });
        lock.unseal(await openOwnKeyring({ places, clock, random, passkeys }, root));
        try {
          await askAnyone(firstAskTimeoutMs);
        } catch (error) {
          // The root is wiped with the error: no keyring may go on with what is left of it.
          lock.seal();
          throw error;
        }
      },
    },
    config.protector,
  );
  const people = new Map<string, { publicJwk: PublicJwk; owner: Caller }>();
  for (const { steward, publicJwk } of trust.stewards) {
    const owner = { kind: 'steward', steward } as const;
    people.set(await publicJwkToKid(publicJwk), { publicJwk, owner });
  }
  for (const publicJwk of trust.operators) {
    people.set(await publicJwkToKid(publicJwk), { publicJwk, owner: { kind: 'operator' } });
  }
  const { status, unseal, seal, promote, openRelease: open } = keeperRoutes;
  const own = createService({
    service: 'keeper',
    contract: { status, unseal, seal, promote, openRelease: open },
    handlers: {
      status: async () => ({
        ...(await anyone.status()),
        state: stateToName(lock.state()),
      }),
      unseal: async ({ body, remote }) => {
        requireLoopback(remote);
        const sharesMissing = await unsealer.unseal(body);
        return { state: stateToName(lock.state()), sharesMissing };
      },
      seal: async ({ caller }) => {
        requireAction({ decide, lock }, callerAsks(caller), 'seal');
        lock.seal();
        return { state: stateToName(lock.state()) };
      },
      promote: async ({ caller }) => {
        requireAction({ decide, lock }, callerAsks(caller), 'promote');
        return seams.promote();
      },
      openRelease: async ({ params, body }) => {
        const { release } = params;
        try {
          lock.requireOpen();
          const pieces = await openRelease(lock, ticketOf(release), body);
          return { bytes: endingWith(pieces, () => lock.ended(release)) };
        } catch (error) {
          lock.ended(release);
          throw error;
        }
      },
    },
    clock,
    nonces: createNonceMemory(clock),
    keyOf: async (kid) => people.get(kid) ?? null,
    admit: createRateLimit(clock, keeperRates),
    translate: (error) => awayToRefusal(error) ?? errorToRefusal(error),
  });
  const closing = new AbortController();
  const renewing = keepAsking(async () => {
    try {
      await ask(askTimeoutMs);
    } catch (error) {
      // The lease runs out by itself; whoever is the primary by now gives a new one.
      if (!(error instanceof CourierError)) throw error;
    }
  }, closing.signal);
  const service: Service = {
    answer: (request, remote) =>
      isOwn(request) && !request.headers.has(forwardedHeader)
        ? own.answer(request, remote)
        : forwardTo(inOrder(), request),
  };
  return {
    service,
    stateName: () => stateToName(lock.state()),
    maintain: async () => undefined,
    close: async () => {
      closing.abort();
      lock.seal();
      await lock.streams.stop();
      await renewing;
    },
  };
}

/** The replica's own routes; everything else is the primary's. */
function isOwn({ method, url }: Request): boolean {
  const { pathname } = new URL(url);
  if (method === 'GET') return pathname === '/v1/keeper';
  return (
    method === 'POST' &&
    /^\/v1\/(?:keeper\/(?:(?:un)?seal|promote)|releases\/[^/]+)$/.test(pathname)
  );
}

async function keepAsking(ask: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await ask();
    await wait(renewEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** The same pieces; `onEnd` is told when they have ended, failed or are wanted no more. */
function endingWith(
  pieces: AsyncIterable<Uint8Array>,
  onEnd: () => void,
): AsyncIterable<Uint8Array> {
  const inner = pieces[Symbol.asyncIterator]();
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      const piece = await inner.next();
      if (piece.done === true) onEnd();
      return piece;
    } catch (error) {
      onEnd();
      throw error;
    }
  };
  const stop = async (): Promise<IteratorResult<Uint8Array>> => {
    onEnd();
    await inner.return?.();
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
}

/** What its primary refused, or that nobody answered there. */
function awayToRefusal(error: unknown): ProtocolError | undefined {
  if (!(error instanceof CourierError)) return undefined;
  const { message, remedy } = error;
  return isCode(error.code)
    ? new ProtocolError({ code: error.code, message, remedy, cause: error })
    : primaryAway(error);
}

function isCode(code: CourierErrorCode): code is Code {
  return Object.hasOwn(statusByCode, code);
}
