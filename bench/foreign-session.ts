/** What a recording of the benchmark's own says of itself. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import type { Accounting, SessionHeader } from '@understudy/recording';

export function createForeignHeader(): SessionHeader {
  return {
    session: createId('session', systemClock, systemRandom),
    origin: { kind: 'foreign', recorder: 'bench' },
    task: null,
    tier: 'screen',
    startedAt: new Date(0).toISOString(),
    platform: 'unknown',
    recorder: 'bench',
  };
}

export const nothingCounted: Accounting = { generated: null, arrived: 0, kept: 0, dropped: {} };
