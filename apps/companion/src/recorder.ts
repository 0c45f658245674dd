/**
 * One recording session: capture → redact → seal → spool, under a live consent
 * and a lease, until somebody or something ends it.
 *
 * Invariants: raw events live in memory only; whatever takes the leave to
 * record away (withdrawal, expiry, lockdown, a lost lease, a clock set back, a
 * full disk) closes every hook before anything else happens.
 */
import type { ReceiptId, SessionId, Tier } from '@understudy/base';
import type { Capture, CaptureState, LedgerEntry } from '@understudy/capture';
import type { Accounting, SessionHeader } from '@understudy/recording';
import type { CleanSegment, ContributorRules } from '@understudy/redact';
import type { AgeRecipient } from '@understudy/seal';
import { openRedactor } from '#redactor';
import packageJson from '../package.json' with { type: 'json' };
import type { CaptureSource } from './capture-source.ts';
import type { Home } from './home.ts';
import { openDevice } from './identity.ts';
import { writeJournal, type PauseReason, type StopReason } from './journal.ts';
import type { LeaseHolder, LeaseLoss } from './lease.ts';
import { writeManifest } from './manifest.ts';
import type { KnownProgram } from './programs.ts';
import { liveConsent } from './receipts.ts';
import { noteRevocation } from './revocation.ts';
import { endings, errorToEnd, isDiskFull, watchLeave, type RecordingEnd } from './recording-end.ts';
import { createSessionSpool } from './session-spool.ts';
import { readSession } from './sessions.ts';
import { makeIndex, writeIndex } from './review/session-index.ts';
import { keepSessionKey, type SessionKey } from './recipients.ts';

/**
 * redact holds a field that is being typed for 20 s at most, so a segment spans 30 s at most; or 40 s
 * where a page was in doubt at the cut, for which capture waits 10 s at most.
 */
const segmentMs = 10_000;
/** What capture hands over is in order, and some of it late: leave it that time to begin with. */
const holdBackNs = 1_000_000_000;
const watchMs = 1_000;

export interface RecorderOptions {
  readonly home: Home;
  readonly known: KnownProgram;
  readonly receipt: ReceiptId;
  readonly tier: Tier;
  readonly clipboard: boolean;
  readonly task: string | null;
  readonly source: CaptureSource;
  /** The session's name, and what the keeper opens it by. */
  readonly key: SessionKey;
  /** The contributor's own recipient. */
  readonly own: AgeRecipient;
  readonly rules: ContributorRules;
  /** Default 10 s. */
  readonly segmentMs?: number;
  holdLease(onLost: (loss: LeaseLoss) => void): Promise<LeaseHolder>;
  onLedger(entry: LedgerEntry): void;
  onChange(): void;
}

type RecorderState =
  | { readonly kind: 'recording' }
  | { readonly kind: 'paused'; readonly reason: PauseReason }
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly words: string };

export interface Recorder {
  readonly session: SessionId;
  readonly startedAt: string;
  state(): RecorderState;
  accounting(): Accounting;
  sealed(): { readonly segments: number; readonly sealedBytes: number };
  pause(reason?: PauseReason): Promise<void>;
  /** @throws CompanionError, ConsentError where the leave to record is gone */
  resume(): Promise<void>;
  stop(reason: StopReason): Promise<void>;
  /** Resolves when the session has ended, for whatever reason. */
  readonly ended: Promise<void>;
}

/** @throws ConsentError, CaptureError, CompanionError: then no hook is open and no session exists. */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const { home, known, tier } = options;
  const { clock, random } = home;
  const device = await openDevice(home);
  let consent = await liveConsent(home, options.receipt, known);
  const { session } = options.key;
  const startedAt = new Date(clock.nowMs()).toISOString();
  const startNs = clock.monotonicNs();
  const header: SessionHeader = {
    session,
    origin: {
      kind: 'consented',
      contributor: device.contributor,
      device: device.device,
      program: known.program.program,
      receipt: options.receipt,
    },
    task: options.task,
    tier,
    startedAt,
    platform: options.source.platform,
    recorder: `understudy ${packageJson.version}`,
  };
  const pictures = options.source.createPictureReader?.(clock);
  const redactor = await openRedactor({
    header,
    rules: options.rules,
    random,
    clock,
    ...(pictures === undefined ? {} : { pictures }),
  });

  let state: RecorderState = { kind: 'recording' };
  const spool = createSessionSpool(home, session, [options.key.recipient, options.own]);
  const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<void>();
  /** What happens while it still starts is dealt with once it has; a failed start needs no answer. */
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<void>();
  let turn: Promise<unknown> = Promise.resolve();

  /** Everything that touches the session's files happens one after the other. */
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const next = turn.then(work, work);
    turn = next.catch(() => {});
    return next;
  };
  const deal = (work: () => Promise<void>): Promise<void> =>
    ready.then(work).catch((error: unknown) => onTrouble(error));
  const elapsedNs = (): number => Number(clock.monotonicNs() - startNs);
  const setState = (next: RecorderState): void => {
    state = next;
    options.onChange();
  };

  const holdLease = (): Promise<LeaseHolder> =>
    options.holdLease((loss) => void deal(() => onLeaseLost(loss)));
  let lease = await holdLease().catch((error: unknown) => {
    redactor.close();
    throw error;
  });
  let capture: Capture;
  try {
    capture = await options.source.start({
      consent,
      program: known.program,
      tier,
      clipboard: options.clipboard,
      clock,
      random,
      startNs,
      onRaw: (events) => redactor.push(events),
      onState: (next) => void deal(() => onCaptureState(next)),
      onElementsLost: () => void deal(() => pauseNow('accessibilityLost')),
      onLedger: (entry) => options.onLedger(entry),
    });
  } catch (error) {
    lease.close();
    redactor.close();
    throw error;
  }
  try {
    await keepSessionKey(home, options.key);
    await writeJournal(home, session, {
      kind: 'started',
      contributor: device.contributor,
      device: device.device,
      program: known.program.program,
      receipt: options.receipt,
      tier,
    });
  } catch (error) {
    lease.close();
    redactor.close();
    await capture.stop();
    throw error;
  }

  const seal = async (clean: CleanSegment, untilNs: number): Promise<void> => {
    await spool.add(clean, untilNs);
    options.onChange();
  };

  const sealLast = async (clean: CleanSegment, untilNs: number): Promise<void> => {
    try {
      await seal(clean, untilNs);
    } catch (error) {
      await spool.giveUpWaiting();
      throw error;
    }
  };

  const closeSegment = async (): Promise<void> => {
    if (state.kind === 'stopped') return;
    const untilNs = Math.min(elapsedNs() - holdBackNs, capture.handedUntilNs());
    if (untilNs <= spool.sealedToNs()) return;
    await seal(await redactor.cut(untilNs, capture.accounting()), untilNs);
  };

  const pauseNow = async (reason: PauseReason): Promise<void> => {
    if (state.kind !== 'recording') return;
    setState({ kind: 'paused', reason });
    await capture.pause(reason === 'locked' || reason === 'leaseLost' ? reason : 'paused');
    // On a full disk the line does not fit; the pause holds all the same.
    await inTurn(() => writeJournal(home, session, { kind: 'paused', reason })).catch(unlessFull);
  };

  const stopNow = async (end: RecordingEnd): Promise<void> => {
    if (state.kind === 'stopped') return ended;
    setState({ kind: 'stopped', ...end });
    lease.close();
    clearInterval(segmentTimer);
    clearInterval(watchTimer);
    await inTurn(async () => {
      try {
        const accounting = await closeCapture(capture);
        const last = await redactor.finish(accounting).catch((error: unknown) => {
          setState({ kind: 'stopped', ...(end.reason === 'failed' ? end : errorToEnd(error)) });
          return null;
        });
        // What was sealed before stands, also where the rest is lost.
        const durationNs = last === null ? spool.sealedToNs() : elapsedNs();
        const reason = last === null ? 'failed' : end.reason;
        if (last !== null) await sealLast(last, durationNs);
        await writeJournal(home, session, { kind: 'stopped', reason, durationNs });
        const ended = await readSession(home, session);
        await writeManifest(home, ended);
        const index = makeIndex(ended.segments, null, spool.sketches);
        if (index !== null) await writeIndex(home, ended, index);
      } catch (error) {
        setState({ kind: 'stopped', ...errorToEnd(error) });
      } finally {
        redactor.close();
        resolveEnded();
        options.onChange();
      }
    });
  };

  async function onLeaseLost(loss: LeaseLoss): Promise<void> {
    switch (loss) {
      case 'locked':
      case 'leaseLost':
        return pauseNow(loss);
      case 'deviceRevoked':
        await noteRevocation(home).catch(() => {});
        return stopNow(endings.deviceRevoked);
      case 'notLive':
        return stopNow(endings.notLive);
    }
  }

  async function onCaptureState(next: CaptureState): Promise<void> {
    switch (next.kind) {
      case 'recording':
        return;
      case 'paused':
        if (next.by !== 'caller') await pauseNow(next.by);
        return;
      case 'stopped':
        if (next.reason !== 'caller') await stopNow(endings[next.reason]);
    }
  }

  void options.source.lost.then(() => stopNow(endings.displayLost));
  void redactor.lost.then(() => stopNow(endings.redactorLost));
  becomeReady();

  const leaveEnded = watchLeave(home, options.receipt);
  const watch = async (): Promise<void> => {
    if (state.kind === 'stopped') return;
    const end = await leaveEnded(consent);
    if (end !== null) await stopNow(end);
    else if (spool.isWaiting()) await inTurn(() => spool.saveWaiting()).catch(() => {});
  };

  const onTrouble = (error: unknown): Promise<void> =>
    isDiskFull(error) ? pauseNow('diskFull') : stopNow(errorToEnd(error));
  const segmentTimer = setInterval(() => {
    if (state.kind === 'recording') inTurn(closeSegment).catch(onTrouble);
  }, options.segmentMs ?? segmentMs);
  const watchTimer = setInterval(() => void watch().catch(onTrouble), watchMs);

  const isStopped = (): boolean => state.kind === 'stopped';
  const isRecording = (): boolean => state.kind === 'recording';
  const resumeNow = async (): Promise<void> => {
    if (state.kind !== 'paused') return;
    const paused = state;
    await inTurn(() => spool.saveWaiting());
    consent = await liveConsent(home, options.receipt, known);
    if (!lease.holds()) {
      const fresh = await holdLease();
      // Nobody would ever close a lease that comes after the end.
      if (isStopped()) return fresh.close();
      lease = fresh;
    }
    if (isStopped()) return;
    // Before the hooks are open: whatever ends the leave meanwhile finds a recording to pause.
    state = { kind: 'recording' };
    try {
      await capture.resume(consent);
      // Told once it is true: a page that asks must find it recorded.
      if (isRecording()) options.onChange();
    } catch (error) {
      if (isRecording()) setState(paused);
      throw error;
    }
    await inTurn(async () => {
      // Paused or ended again by now, the journal must not say that it goes on.
      if (isRecording()) await writeJournal(home, session, { kind: 'resumed' });
    });
  };
  let resuming: Promise<void> | null = null;

  return {
    session,
    startedAt,
    ended,
    state: () => state,
    accounting: () => capture.accounting(),
    sealed: () => spool.sealed(),
    pause: async (reason = 'person') => {
      await pauseNow(reason);
      // What was captured is sealed now rather than held open through a long pause.
      await inTurn(closeSegment).catch(onTrouble);
    },
    // Asked twice (a page and the tray) it is done once.
    resume: () => {
      resuming ??= resumeNow().finally(() => {
        resuming = null;
      });
      return resuming;
    },
    stop: (reason) => stopNow({ reason, words: 'You stopped it.' }).then(() => ended),
  };
}

/** A platform that went away may never answer; the session is closed without it then. */
const closeLimitMs = 5_000;

async function closeCapture(capture: Capture): Promise<Accounting> {
  const { promise: late, resolve } = Promise.withResolvers<Accounting>();
  const timer = setTimeout(() => resolve(capture.accounting()), closeLimitMs);
  try {
    return await Promise.race([capture.stop(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function unlessFull(error: unknown): void {
  if (!isDiskFull(error)) throw error;
}
