/** Trying again, a bounded number of times, with waits that double and are jittered (full jitter). */
import type { Random } from '@understudy/base';

export interface Backoff {
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
}

export const defaultBackoff: Backoff = { attempts: 5, firstWaitMs: 200, maxWaitMs: 5_000 };

export type Sleep = (durationMs: number, signal?: AbortSignal) => Promise<void>;

/** Between half and all of the doubled wait before attempt `attempt` (1 is the first repetition). */
export function waitMs(backoff: Backoff, attempt: number, random: Random): number {
  const ceiling = Math.min(backoff.maxWaitMs, backoff.firstWaitMs * 2 ** (attempt - 1));
  const share = (random.bytes(1)[0] ?? 0) / 255;
  return Math.round(ceiling * (0.5 + share / 2));
}

export const timerSleep: Sleep = (durationMs, signal) =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, durationMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
