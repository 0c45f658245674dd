/** The recorder's state as pages and command line see it. */
import type { CompanionCaptureState } from '@understudy/protocol';
import type { Tier } from '@understudy/base';
import type { PauseReason } from './journal.ts';
import type { KnownProgram } from './programs.ts';
import type { Recorder } from './recorder.ts';
import type { SessionState } from './session-state.ts';

export interface CaptureView {
  readonly wire: CompanionCaptureState;
}

const pauseWords: Record<PauseReason, string> = {
  person: 'You paused it. Go on with: understudy record --resume',
  indicator: 'You paused it at the indicator. Go on with: understudy record --resume',
  hotkey: 'You paused it by the hotkey. Go on with: understudy record --resume',
  locked:
    'A steward locked everything, or the keeper is sealed. When it is open again: understudy record --resume',
  leaseLost:
    'The keeper could not be reached for 30 seconds. When it answers again: understudy record --resume',
  diskFull:
    'The disk is full. Free some space, then: understudy record --resume; what is sealed is kept.',
};

export function captureState(
  recorder: Recorder | null,
  running: { readonly known: KnownProgram; readonly tier: Tier } | null,
  last: SessionState | null,
): CaptureView {
  if (recorder === null || running === null) {
    return { wire: { kind: 'idle', last: lastToWire(last) } };
  }
  const state = recorder.state();
  const { segments, sealedBytes } = recorder.sealed();
  const accounting = recorder.accounting();
  const facts = {
    session: recorder.session,
    program: running.known.program.program,
    tier: running.tier,
    startedAt: recorder.startedAt,
    segments,
    sealedBytes,
    accounting: { ...accounting, dropped: { ...accounting.dropped } },
  };
  switch (state.kind) {
    case 'recording':
      return { wire: { kind: 'recording', ...facts } };
    case 'paused': {
      const { reason } = state;
      const words = pauseWords[reason];
      return reason === 'locked'
        ? { wire: { kind: 'locked', words, ...facts } }
        : { wire: { kind: 'paused', by: reason, words, ...facts } };
    }
    case 'stopped':
      return {
        wire: {
          kind: 'idle',
          last: { session: recorder.session, reason: state.reason, words: state.words },
        },
      };
  }
}

function lastToWire(last: SessionState | null) {
  if (last === null) return null;
  const reason = last.stopReason ?? 'interrupted';
  return { session: last.session, reason, words: stopWords[reason] };
}

export const stopWords: Record<NonNullable<SessionState['stopReason']>, string> = {
  person: 'You stopped it.',
  withdrawn: 'It ended because you withdrew your consent.',
  programEnded: 'It ended because your consent or its program ended.',
  consentExpired: 'It ended because your consent does not stand any more.',
  deviceRevoked: 'It ended because this device was revoked.',
  captureLost: 'It ended because the indicator or the screen went away.',
  diskFull: 'It ended because the disk was full.',
  clockSetBack: 'It ended because the clock was set back.',
  shutdown: 'It ended because the companion was stopped.',
  failed: 'It ended because of a failure.',
  interrupted: 'The recorder was killed; the session was closed from what it had sealed.',
};
