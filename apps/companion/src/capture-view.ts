/** The recorder's state as pages and command line see it. */
import type { CompanionCaptureState } from '@understudy/protocol';
import type { ReceiptId, SessionId, Tier } from '@understudy/base';
import type { PauseReason } from './journal.ts';
import type { KnownProgram } from './programs.ts';
import type { Recorder } from './recorder.ts';

/** How the last session of this process ended. */
export interface LastSession {
  readonly session: SessionId;
  readonly reason: string;
  readonly words: string;
}

/** What a recording was started with. */
export interface Running {
  readonly known: KnownProgram;
  readonly receipt: ReceiptId;
  readonly tier: Tier;
  readonly clipboard: boolean;
}

export interface CaptureView {
  readonly wire: CompanionCaptureState;
}

/** Each surface adds how to go on: a button, a click, a command. */
const pauseWords: Record<PauseReason, string> = {
  person: 'You paused it.',
  indicator: 'You paused it at the indicator.',
  hotkey: 'You paused it by the hotkey.',
  locked: 'A steward locked everything, or the keeper is sealed. Go on when it is open again.',
  leaseLost: 'The keeper could not be reached for 30 seconds. Go on when it answers again.',
  diskFull:
    'No space is left for the recording. Delete sessions that you do not need, or free some disk, then go on; what is sealed is kept.',
  accessibilityLost:
    'Your desktop does not tell any more which field is written into, so nothing that you write could be kept safely. Go on when accessibility is there again; it may take a new login.',
};

export function captureState(
  recorder: Recorder | null,
  running: Running | null,
  last: LastSession | null,
): CaptureView {
  if (recorder === null || running === null) {
    return { wire: { kind: 'idle', last } };
  }
  const state = recorder.state();
  const { segments, sealedBytes } = recorder.sealed();
  const accounting = recorder.accounting();
  const facts = {
    session: recorder.session,
    program: running.known.program.program,
    tier: running.tier,
    clipboard: running.clipboard,
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
      // Nothing is captured any more; it is over once all is on the disk.
      return {
        wire: {
          kind: 'paused',
          by: 'ending',
          words: `${state.words} What was captured is being sealed.`,
          ...facts,
        },
      };
  }
}
