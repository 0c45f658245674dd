/** Nonces seen in the last two minutes, so that no signed request counts twice. Bounded: full means refuse. */
import type { Clock } from '@understudy/base';

export interface NonceMemory {
  /** What was signed before this cannot be told from a replay: a restart forgets. */
  readonly sinceMs: number;
  /** False where it was there already, is too old to tell, or no more can be held. */
  remember(nonce: string, untilMs: number): boolean;
}

const sweepEveryMs = 5_000;

export function createNonceMemory(
  clock: Clock,
  options: { readonly capacity: number } = { capacity: 1_000_000 },
): NonceMemory {
  const seen = new Map<string, number>();
  let sweptMs = clock.nowMs();
  const sweep = (nowMs: number): void => {
    for (const [nonce, untilMs] of seen) if (untilMs < nowMs) seen.delete(nonce);
    sweptMs = nowMs;
  };
  return {
    sinceMs: sweptMs,
    remember: (nonce, untilMs) => {
      const nowMs = clock.nowMs();
      if (nowMs - sweptMs > sweepEveryMs) sweep(nowMs);
      if (seen.has(nonce) || seen.size >= options.capacity) return false;
      seen.set(nonce, untilMs);
      return true;
    },
  };
}
