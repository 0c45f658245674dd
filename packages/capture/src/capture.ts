/**
 * A live consent and a desktop's ports → raw events of allowed apps, in the
 * order of their own time.
 *
 * Invariants: no port is opened without a `LiveConsent`; what the program's
 * list does not allow never leaves this package; nothing here has a file form.
 */
import type { Clock, Random, Tier } from '@understudy/base';
import type { LiveConsent, Program } from '@understudy/consent';
import type {
  Accounting,
  DropReason,
  GapReason,
  RawEvent,
  RecordingEventKind,
} from '@understudy/recording';
import { CaptureError } from './error.ts';
import type { DesktopPorts } from './ports.ts';

/** Why nothing is being captured although the session goes on. */
export type PauseReason = Extract<GapReason, 'paused' | 'locked' | 'leaseLost'>;

export type CaptureState =
  | { readonly kind: 'recording' }
  /** `by`: the program that runs capture, a click on the indicator, or the global hotkey. */
  | {
      readonly kind: 'paused';
      readonly reason: PauseReason;
      readonly by: 'caller' | 'indicator' | 'hotkey';
    }
  | { readonly kind: 'stopped'; readonly reason: StopReason };

/** `indicatorHidden` is the dead-man switch; `displayLost`: the X server went away. */
export type StopReason = 'caller' | 'indicatorHidden' | 'displayLost' | 'failed';

/** One line of the live ledger: what was just taken or left, never its content. */
export type LedgerEntry =
  | {
      readonly kind: 'captured';
      readonly atMs: number;
      readonly what: RecordingEventKind;
      readonly app: string;
      readonly count: number;
    }
  | {
      readonly kind: 'dropped';
      readonly atMs: number;
      readonly what: RecordingEventKind;
      readonly reason: DropReason;
      readonly count: number;
    };

export interface CaptureOptions {
  readonly consent: LiveConsent;
  readonly program: Program;
  readonly tier: Tier;
  readonly desktop: DesktopPorts;
  readonly clock: Clock;
  readonly random: Random;
  /** `clock.monotonicNs()` at the session's start: `timeNs` 0. */
  readonly startNs: bigint;
  /** Events in the order of `timeNs`. A frame's `pixels` are yours only until you return. */
  onRaw(events: readonly RawEvent[]): void;
  onState(state: CaptureState): void;
  /** About once a second, for the live ledger. */
  onLedger(entry: LedgerEntry): void;
}

export interface Capture {
  state(): CaptureState;
  /** Closes every hook (the indicator stays and says so). Idempotent. */
  pause(reason?: PauseReason): Promise<void>;
  /** Opens the hooks again, under a consent checked afresh. @throws CaptureError captureEnded */
  resume(consent: LiveConsent): Promise<void>;
  /** Closes everything, hands over what is still held, and gives the final accounting. */
  stop(): Promise<Accounting>;
  accounting(): Accounting;
}

/** @throws CaptureError where the desktop cannot be captured; then no hook is left open. */
export function startCapture(options: CaptureOptions): Promise<Capture> {
  return Promise.reject(
    new CaptureError({
      code: 'platformUnsupported',
      message: `Capture of ${options.desktop.platform} is not built yet.`,
      remedy: 'Wait for the next commit.',
    }),
  );
}
