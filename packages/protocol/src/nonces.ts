/** Nonces seen in the last two minutes, so that no signed request counts twice. Bounded: full means refuse. */
import type { Clock } from '@understudy/base';

export interface NonceMemory {
  /** False where it was there already, is too old to tell, or no more can be held. */
  remember(nonce: string, untilMs: number): boolean;
}

const sweepEveryMs = 5_000;

/**
 * @param memoryStartMs what was signed before this is refused, because a process
 *   that has just started cannot know whether it saw it (restart is no replay window).
 */
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
    remember: (nonce, untilMs) => {
      const nowMs = clock.nowMs();
      if (nowMs - sweptMs > sweepEveryMs || seen.size >= options.capacity) sweep(nowMs);
      if (seen.has(nonce) || seen.size >= options.capacity) return false;
      seen.set(nonce, untilMs);
      return true;
    },
  };
}
