/**
 * The companion as one object: what its API, its pages and the command line
 * act on. At most one recording at a time; everything else is a function of
 * the home.
 */
import type { ProgramId, ReceiptId, SessionId, Tier } from '@understudy/base';
import type { LedgerEntry } from '@understudy/capture';
import type { CaptureSource } from './capture-source.ts';
import { CompanionError } from './error.ts';
import { captureState, type CaptureView, type LastSession, type Running } from './capture-view.ts';
import { deliver, type Delivery } from './deliver.ts';
import { finishErasures } from './erasures.ts';
import { createFeed, type Feed } from './feed.ts';
import type { Home } from './home.ts';
import { openDevice, openIdentity } from './identity.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { holdLease, type LeaseHolder, type LeaseLoss } from './lease.ts';
import { requireProgram, type KnownProgram } from './programs.ts';
import { findLiveReceipt, requireReceipt, topTier } from './receipts.ts';
import { reserveSessionKey, takeSessionKey } from './recipients.ts';
import { startRecorder, type Recorder } from './recorder.ts';
import { createReader, type ReviewReader } from './review/reader.ts';
import { joinRules, readRules } from './rules.ts';
import { enrolAtKeeper, openServers, refusalToLoss, type Servers } from './servers.ts';
import type { SessionState } from './session-state.ts';
import { sendWaiting } from './sharing.ts';
import { sessionToWire } from './wire.ts';
import { destroyTakeouts } from './takeout-job.ts';
import { withdrawLocally } from './withdrawal.ts';
import { readSession, recoverSessions } from './sessions.ts';

export interface CompanionOptions {
  readonly home: Home;
  /** Opened for each session, closed with it. */
  openSource(): Promise<CaptureSource>;
  /** Default 10 s. */
  readonly segmentMs?: number;
  /** What opens recordings for their review; default: this thread. */
  readonly reader?: ReviewReader;
}

interface StartRequest {
  readonly program: ProgramId;
  readonly tier?: Tier | undefined;
  /** Default: nothing is told of it. */
  readonly clipboard?: boolean | undefined;
  readonly task?: string | undefined;
}

export interface Companion {
  readonly home: Home;
  readonly feed: Feed;
  readonly jobs: Jobs;
  /** What is being sent of each session, so that nothing else sends it meanwhile. */
  readonly sending: Map<SessionId, Promise<void>>;
  readonly reader: ReviewReader;
  /** Sessions whose recorder had died; closed at this start. */
  readonly recovered: readonly SessionState[];
  view(): CaptureView;
  start(request: StartRequest): Promise<CaptureView>;
  pause(): Promise<CaptureView>;
  resume(): Promise<CaptureView>;
  /** The session that ended, or null where none ran. */
  stop(): Promise<SessionState | null>;
  withdraw(receipt: ReceiptId): Promise<{ ended: SessionId | null; queued: boolean }>;
  /** Sends what waits. */
  deliver(signal?: AbortSignal): Promise<Delivery>;
  servers(): Promise<Servers>;
  /** Tells the pages that a session changed. */
  changed(session: SessionId): Promise<SessionState>;
  /** Stops a running session and everything else. */
  close(): Promise<void>;
}

const deliverEveryMs = 30_000;

export async function createCompanion(options: CompanionOptions): Promise<Companion> {
  const { home } = options;
  await openDevice(home);
  const recovered = await recoverSessions(home);
  await finishErasures(home);
  await destroyTakeouts(home);
  const feed = createFeed();
  const jobs = createJobs(home.clock, (job) => feed.send({ kind: 'job', job }));
  const reader = options.reader ?? createReader(home);
  let recorder: Recorder | null = null;
  let running: Running | null = null;
  let starting = false;
  let last: LastSession | null = null;

  const view = (): CaptureView => captureState(recorder, running, last);
  const tell = (): void => feed.send({ kind: 'capture', state: view().wire });

  const start = async (request: StartRequest): Promise<CaptureView> => {
    if (recorder !== null || starting) throw alreadyRecording(recorder?.session);
    starting = true;
    try {
      const { tier } = request;
      const known = await requireProgram(home, request.program);
      const held = await findLiveReceipt(home, known, tier ?? null);
      if (held === null) throw consentNeeded(known);
      const servers = await openServers(home);
      const next: Running = {
        known,
        receipt: held.receipt.receipt,
        tier: tier ?? topTier(held.receipt),
        clipboard: request.clipboard ?? false,
      };
      recorder = await record(servers, next, request.task ?? null);
      running = next;
      void recorder.ended.then(onEnded);
      tell();
      return view();
    } finally {
      starting = false;
    }
  };

  const record = async (
    servers: Servers,
    { known, receipt, tier, clipboard }: Running,
    task: string | null,
  ): Promise<Recorder> => {
    const lease = await leaseFrom(servers, known, receipt);
    // Before any hook is opened: leave from the keeper, and a key to seal to.
    const first = await lease(() => {});
    first.close();
    const key = await takeSessionKey(home, known, servers);
    const own = (await openIdentity(home, known.program.program)).recipient;
    const rules = joinRules(await readRules(home), known.program.alwaysCover);
    const source = await options.openSource();
    try {
      if (clipboard && !source.tellsClipboard) throw clipboardUntold();
      const started = await startRecorder({
        home,
        known,
        receipt,
        tier,
        clipboard,
        task,
        source,
        key,
        own,
        rules,
        ...(options.segmentMs === undefined ? {} : { segmentMs: options.segmentMs }),
        holdLease: lease,
        onLedger: (entry: LedgerEntry) => feed.send({ kind: 'ledger', entry }),
        onChange: tell,
      });
      void started.ended.then(() => source.close());
      // For the next session; where it fails now, that one asks again.
      reserveSessionKey(home, known, servers).catch(() => undefined);
      return started;
    } catch (error) {
      await source.close();
      throw error;
    }
  };

  const leaseFrom = async (servers: Servers, known: KnownProgram, receipt: ReceiptId) => {
    const { device } = await openDevice(home);
    const { signed } = await requireReceipt(home, receipt);
    const body = { program: known.signed, receipt: signed };
    const ask = async (): Promise<string> => (await servers.keeper.lease({ body })).lease;
    // The keeper learns of a new device with its first request.
    let isKnown = false;
    return (onLost: (loss: LeaseLoss) => void): Promise<LeaseHolder> =>
      holdLease({
        device,
        keeperKeys: servers.join.keeperKeys,
        clock: home.clock,
        ask: async () => {
          if (!isKnown) await enrolAtKeeper(home, servers);
          isKnown = true;
          return ask();
        },
        lossOf: refusalToLoss,
        onLost,
      });
  };

  const onEnded = async (): Promise<void> => {
    if (recorder === null) return;
    const { session } = recorder;
    const state = recorder.state();
    if (state.kind === 'stopped') last = { session, reason: state.reason, words: state.words };
    recorder = null;
    running = null;
    tell();
    await changed(session);
  };

  const changed = async (session: SessionId): Promise<SessionState> => {
    const state = await readSession(home, session);
    feed.send({ kind: 'session', session: sessionToWire(state) });
    return state;
  };

  const deliverNow = async (signal?: AbortSignal): Promise<Delivery> =>
    deliver(home, await openServers(home), signal === undefined ? {} : { signal });
  let sendingTurn: Promise<void> | null = null;
  const deliverTimer = setInterval(() => {
    // One turn after the other, however long a slow line makes it.
    sendingTurn ??= sendWaiting(companion)
      // Tried again at the next turn; `sessions` and the state tell what waits.
      .catch(() => undefined)
      .finally(() => {
        sendingTurn = null;
      });
  }, deliverEveryMs);

  const companion: Companion = {
    home,
    feed,
    jobs,
    sending: new Map(),
    reader,
    recovered,
    view,
    start,
    changed,
    servers: () => openServers(home),
    pause: async () => {
      await requireRunning(recorder).pause();
      return view();
    },
    resume: async () => {
      await requireRunning(recorder).resume();
      return view();
    },
    stop: async () => {
      if (recorder === null) return null;
      const { session } = recorder;
      await recorder.stop('person');
      return readSession(home, session);
    },
    withdraw: async (receipt) => {
      await requireReceipt(home, receipt);
      // The session ends before anybody is told: nothing more is captured from here on.
      const ended = running?.receipt === receipt ? (recorder?.session ?? null) : null;
      if (ended !== null) await recorder?.stop('withdrawn');
      await withdrawLocally(home, receipt);
      const delivery = await deliverNow().catch(() => null);
      const queued =
        delivery === null ||
        !delivery.delivered.some((one) => one.kind === 'withdrawal' && one.receipt === receipt);
      return { ended, queued };
    },
    deliver: deliverNow,
    close: async () => {
      clearInterval(deliverTimer);
      jobs.cancelAll();
      await recorder?.stop('shutdown');
      feed.close();
      await reader.close();
    },
  };
  return companion;
}

function requireRunning(recorder: Recorder | null): Recorder {
  if (recorder !== null) return recorder;
  throw new CompanionError({
    code: 'sessionClosed',
    message: 'Nothing is being recorded.',
    remedy: 'Start with: understudy record --program PROGRAM',
  });
}

function alreadyRecording(session: SessionId | undefined): CompanionError {
  return new CompanionError({
    code: 'alreadyRecording',
    message: `Session ${session ?? '(starting)'} is being recorded already.`,
    remedy: 'Stop it first with: understudy stop',
  });
}

function clipboardUntold(): CompanionError {
  return new CompanionError({
    code: 'clipboardUntold',
    message:
      'Only the browser extension can tell what is copied and pasted, and none speaks to this recorder.',
    remedy:
      'Start without it, start in the extension, or pair it (understudy pair) and open its browser first.',
  });
}

function consentNeeded({ program }: KnownProgram): CompanionError {
  return new CompanionError({
    code: 'consentNeeded',
    message: `You have not consented to ${program.program}, or not to so much.`,
    remedy: `Read what it asks and decide: understudy record --program ${program.program}`,
  });
}
