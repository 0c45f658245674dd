/**
 * A live consent and a desktop's ports → raw events of allowed apps, in the
 * order of their own time.
 *
 * Invariants: no port is opened without a `LiveConsent`; what the program's
 * list does not allow never leaves this package; nothing here has a file form.
 */
import { tierReaches, type Clock, type Random, type Tier } from '@understudy/base';
import type { LiveConsent, Program } from '@understudy/consent';
import type { Accounting, GapReason, RawEvent } from '@understudy/recording';
import { CaptureError } from './error.ts';
import type { LedgerEntry } from './ledger.ts';
import { openRecorder, type Recorder } from './pipeline/recorder.ts';
import { createTally } from './pipeline/tally.ts';
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
export type StopReason = 'caller' | 'indicatorHidden' | 'displayLost' | 'consentEnded';

export interface CaptureOptions {
  readonly consent: LiveConsent;
  readonly program: Program;
  readonly tier: Tier;
  /** Whether it is told what is copied and pasted, by who can tell: browsers with the extension. */
  readonly clipboard: boolean;
  readonly desktop: DesktopPorts;
  readonly clock: Clock;
  readonly random: Random;
  /** `clock.monotonicNs()` at the session's start: `timeNs` 0. */
  readonly startNs: bigint;
  /** Events in the order of `timeNs`. A frame's `pixels` are yours only until you return. */
  onRaw(events: readonly RawEvent[]): void;
  onState(state: CaptureState): void;
  /**
   * Accessibility is gone, and with it all that is typed until the hooks are opened anew: for the
   * caller to pause, so that the person sees it.
   * @param why in words that hold nothing of what was captured
   */
  onElementsLost?(why: string): void;
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
  /** Until when, in the session's time, everything was handed over; what is in doubt waits. */
  handedUntilNs(): number;
}

const ledgerEveryMs = 1000;

/**
 * @throws CaptureError where the desktop cannot be captured, or the consent
 * does not reach the tier; then no hook is left open.
 */
export async function startCapture(options: CaptureOptions): Promise<Capture> {
  const { clock, desktop, tier } = options;
  if (!options.consent.receipt.tiers.some((consented) => tierReaches(consented, tier))) {
    throw new CaptureError({
      code: 'notConsented',
      message: `The consent does not reach the tier "${tier}".`,
      remedy: 'Record a tier that was agreed to, or give a new consent.',
    });
  }
  const originNs = Number(options.startNs);
  const toTimeNs = (atNs: number): number => Math.max(0, Math.round(atNs - originNs));
  const tally = createTally();
  let consent = options.consent;
  let state: CaptureState = { kind: 'recording' };
  let recorder: Recorder | null = null;
  let generated: number | null = 0;
  let pausedNs = 0;
  /** Changes of state happen one after the other. */
  let turn: Promise<void> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const done = turn.then(work);
    turn = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  };

  const become = (next: CaptureState): void => {
    state = next;
    options.onState(next);
  };
  const open = async (): Promise<void> => {
    recorder = await openRecorder({
      desktop,
      indicator,
      apps: consent.receipt.apps,
      tier,
      clipboard: options.clipboard,
      clock,
      random: options.random,
      tally,
      toTimeNs,
      onRaw: (events) => options.onRaw(events),
      onHotkey: () => void pause('paused', 'hotkey'),
      onElementsLost: (why) => options.onElementsLost?.(why),
    });
  };
  const closeHooks = async (): Promise<void> => {
    if (recorder === null) return;
    const closing = recorder;
    try {
      await closing.close();
    } finally {
      const made = closing.generated();
      generated = generated === null || made === null ? null : generated + made;
      recorder = null;
    }
  };
  const pause = (reason: PauseReason, by: 'caller' | 'indicator' | 'hotkey'): Promise<void> =>
    inTurn(async () => {
      if (state.kind === 'stopped' || (state.kind === 'paused' && state.reason === reason)) return;
      if (state.kind === 'recording') {
        await closeHooks();
        pausedNs = Number(clock.monotonicNs());
      }
      await indicator.show(reason === 'paused' ? 'paused' : 'locked');
      become({ kind: 'paused', reason, by });
    });
  const stop = (reason: StopReason): Promise<void> =>
    inTurn(async () => {
      if (state.kind === 'stopped') return;
      clearInterval(watch);
      await closeHooks().catch(() => undefined);
      await indicator.close().catch(() => undefined);
      tellLedger();
      become({ kind: 'stopped', reason });
    });
  const tellLedger = (): void => {
    for (const entry of tally.drainLedger(clock.nowMs())) options.onLedger(entry);
  };

  // What pauses or ends it while hooks are being opened waits for them, or they would stay open.
  const { promise: opened, resolve: haveOpened } = Promise.withResolvers<void>();
  void inTurn(() => opened);
  // The indicator stands before the first hook is opened.
  const indicator = await desktop.indicator.open({
    onPauseClick: () => void pause('paused', 'indicator'),
    onHidden: () => void stop('indicatorHidden'),
  });
  const watch = setInterval(() => {
    tellLedger();
    if (clock.nowMs() >= consent.untilMs) void stop('consentEnded');
  }, ledgerEveryMs);
  void desktop.lost.then(() => stop('displayLost'));
  try {
    await indicator.show('recording');
    await open();
  } catch (error) {
    clearInterval(watch);
    await indicator.close();
    throw error;
  }
  become(state);
  haveOpened();

  const accounting = (): Accounting => {
    const made = recorder === null ? 0 : recorder.generated();
    return tally.accounting(generated === null || made === null ? null : generated + made);
  };
  return {
    state: () => state,
    pause: (reason = 'paused') => pause(reason, 'caller'),
    resume: (fresh) =>
      inTurn(async () => {
        if (state.kind === 'stopped') throw ended();
        if (state.kind === 'recording') return;
        consent = fresh;
        const timeNs = toTimeNs(pausedNs);
        pausedNs = Number(clock.monotonicNs());
        const durationNs = toTimeNs(pausedNs) - timeNs;
        options.onRaw([{ kind: 'gap', timeNs, durationNs, reason: state.reason }]);
        await indicator.show('recording');
        try {
          await open();
        } catch (error) {
          await indicator.show(state.reason === 'paused' ? 'paused' : 'locked');
          throw error;
        }
        become({ kind: 'recording' });
      }),
    stop: async () => {
      await stop('caller');
      return accounting();
    },
    accounting,
    handedUntilNs: () => recorder?.handedUntilNs() ?? Number.POSITIVE_INFINITY,
  };
}

function ended(): CaptureError {
  return new CaptureError({
    code: 'captureEnded',
    message: 'This capture has ended.',
    remedy: 'Start a new session.',
  });
}
