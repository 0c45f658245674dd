/** What takes the leave to record away → why the session ends, for the journal and in words. */
import { errorToLine, type Clock, type ReceiptId } from '@understudy/base';
import type { StopReason as CaptureStop } from '@understudy/capture';
import type { LiveConsent } from '@understudy/consent';
import { CompanionError } from './error.ts';
import { readTextIfThere } from '#files';
import { paths, type Home } from './home.ts';
import type { StopReason } from './journal.ts';

export interface RecordingEnd {
  readonly reason: StopReason;
  readonly words: string;
}

export const endings = {
  deviceRevoked: {
    reason: 'deviceRevoked',
    words: 'This device was revoked; nothing is recorded on it any more.',
  },
  notLive: {
    reason: 'consentExpired',
    words: 'The keeper says that your consent does not stand any more.',
  },
  consentEnded: {
    reason: 'programEnded',
    words: 'Your consent or its program has ended.',
  },
  indicatorHidden: {
    reason: 'captureLost',
    words: 'The indicator was no longer visible; without it nothing is recorded.',
  },
  displayLost: { reason: 'captureLost', words: 'The screen went away.' },
  clockSetBack: {
    reason: 'clockSetBack',
    words: 'The clock was set back, so your consent cannot be checked.',
  },
  redactorLost: {
    reason: 'failed',
    words: 'The part of the recorder that redacts ended. What it held is lost.',
  },
  withdrawn: { reason: 'withdrawn', words: 'You withdrew your consent.' },
} as const satisfies Record<
  | Exclude<CaptureStop, 'caller'>
  | 'deviceRevoked'
  | 'notLive'
  | 'clockSetBack'
  | 'redactorLost'
  | 'withdrawn',
  RecordingEnd
>;

export function errorToEnd(error: unknown): RecordingEnd {
  return { reason: isDiskFull(error) ? 'diskFull' : 'failed', words: errorToLine(error) };
}

export function isDiskFull(error: unknown): boolean {
  return error instanceof CompanionError && error.code === 'diskFull';
}

const clockJumpMs = 120_000;

/**
 * What nobody tells us of: time running out, clocks set, a withdrawal by another program.
 * @returns null for as long as none of it came
 */
export function watchLeave(
  home: Home,
  receipt: ReceiptId,
): (consent: LiveConsent) => Promise<RecordingEnd | null> {
  const { clock } = home;
  const firstOffsetMs = offsetOf(clock);
  return async (consent) => {
    if (firstOffsetMs - offsetOf(clock) > clockJumpMs) return endings.clockSetBack;
    if ((await readTextIfThere(paths.withdrawal(home, receipt))) !== null) return endings.withdrawn;
    return clock.nowMs() >= consent.untilMs ? endings.consentEnded : null;
  };
}

/** How far the wall's clock is ahead of the one that nobody sets. */
function offsetOf(clock: Clock): number {
  return clock.nowMs() - Number(clock.monotonicNs() / 1_000_000n);
}
