/**
 * How often anybody may call: token buckets per address (before a signature is
 * even looked at) and per caller, in bounded memory. Behind a proxy all share
 * its address: then the proxy must limit addresses, and callers still are here.
 */
import type { Clock } from '@understudy/base';
import type { Caller } from './caller.ts';
import { ProtocolError } from './error.ts';

export interface Rate {
  /** How many at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/** Narrower, for some routes together. */
interface NarrowRate extends Rate {
  readonly name: string;
  readonly routes: readonly string[];
  readonly of: 'address' | 'caller';
}

export interface RateLimits {
  readonly address: Rate;
  readonly caller: Rate;
  readonly narrow: readonly NarrowRate[];
  /** Never limited: no flood may stand in their way. */
  readonly free: readonly string[];
}

export interface RateFacts {
  readonly route: string;
  readonly remote: string | null;
  /** null before it is known. */
  readonly caller: Caller | null;
}

interface Bucket {
  tokens: number;
  atNs: bigint;
}

const maxBuckets = 50_000;

/** For `ServiceOptions.admit`. @returns a function that throws ProtocolError rateLimited */
export function createRateLimit(clock: Clock, limits: RateLimits): (facts: RateFacts) => void {
  const buckets = new Map<string, Bucket>();
  const take = (name: string, rate: Rate): void => {
    const nowNs = clock.monotonicNs();
    const bucket = buckets.get(name) ?? { tokens: rate.burst, atNs: nowNs };
    const gained = (Number(nowNs - bucket.atNs) / 1e9) * rate.perSecond;
    const tokens = Math.min(rate.burst, bucket.tokens + gained);
    // Taken out and put back, so that the longest unused is first in the map.
    buckets.delete(name);
    buckets.set(name, { tokens: tokens < 1 ? tokens : tokens - 1, atNs: nowNs });
    if (buckets.size > maxBuckets) forgetOldest(buckets);
    if (tokens < 1) throw tooOften(Math.ceil((1 - tokens) / rate.perSecond));
  };
  return ({ route, remote, caller }) => {
    if (limits.free.includes(route)) return;
    const of = caller === null ? 'address' : 'caller';
    const who = caller === null ? `address ${networkOf(remote ?? '')}` : callerName(caller);
    if (who === null) return;
    take(who, limits[of]);
    for (const narrow of limits.narrow) {
      if (narrow.of === of && narrow.routes.includes(route)) take(`${narrow.name} ${who}`, narrow);
    }
  };
}

/** Who has one IPv6 address has the 2^64 of its network (RFC 4291 §2.5.4), which count as one. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [before = '', after = ''] = address.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(before), groups(after)];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  for (const name of buckets.keys()) {
    buckets.delete(name);
    return;
  }
}

function callerName(caller: Caller): string | null {
  switch (caller.kind) {
    case 'anyone':
      return null;
    case 'device':
      return caller.device;
    case 'steward':
      return caller.steward;
    case 'researcher':
      return caller.researcher;
    case 'operator':
      return 'operator';
  }
}

function tooOften(seconds: number): ProtocolError {
  return new ProtocolError({
    code: 'rateLimited',
    message: 'There were too many requests.',
    remedy: `Wait ${seconds} s, then go on more slowly.`,
    details: { retryAfterSeconds: seconds },
  });
}
