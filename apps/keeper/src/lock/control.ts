/**
 * Carries out what the lock machine decides: opens and wipes the keyring,
 * writes guard and log, ends the streams.
 *
 * Order of a lockdown: (1) in memory: refuse, wipe, end the streams; (2) the
 * guard on disk; (3) the log; (4) the answer. Nothing is awaited before (1).
 */
import type { Clock, StewardId } from '@understudy/base';
import type { LogEntry } from '@understudy/tlog';
import { KeeperError, lockedError, sealedError, usedOrderError } from '../error.ts';
import type { Journal } from '../journal.ts';
import type { Keyring } from '../keys/keyring.ts';
import { compareGuard, readGuard, writeGuard } from './guard.ts';
import {
  mayGoOn,
  mayLeaseCapture,
  mayOpen,
  stepLock,
  type LockEvent,
  type LockRefusal,
  type LockState,
  type ReportStanding,
} from './machine.ts';
import { createStreams, type Streams } from './streams.ts';

interface LockdownFacts {
  readonly steward: StewardId;
  readonly orderSha256: string;
  readonly at: string;
}

interface ResumeFacts {
  readonly epoch: number;
  readonly stewards: readonly StewardId[];
  readonly reportSha256: string;
  readonly report: ReportStanding;
  readonly at: string;
}

export interface LockControl {
  readonly streams: Streams;
  state(): LockState;
  /** @throws KeeperError sealed, locked */
  requireOpen(): Keyring;
  /** @throws KeeperError sealed, locked: no recorder goes on without a keeper that could stop it. */
  requireCapture(): void;
  /** A check for each chunk of a stream that begins now. @throws KeeperError sealed, locked */
  createCheck(): () => void;
  unseal(open: () => Promise<Keyring>, entry: LogEntry): Promise<void>;
  seal(entry: LogEntry): Promise<void>;
  /** Writes down how long the log is by now: an older one will be refused. */
  rememberLog(): Promise<void>;
  /** Lets go of every key at once, without a word to the log. */
  wipe(): void;
  /** The same, and what is being written is written when it returns, and nothing after it. */
  end(): Promise<void>;
  lockdown(facts: LockdownFacts): Promise<{ readonly epoch: number; readonly checkpoint: string }>;
  resume(facts: ResumeFacts): Promise<{ readonly epoch: number }>;
}

/** Takes up what log and guard say; always sealed. @throws KeeperError rolledBack */
export async function openLockControl(
  guardPath: string,
  journal: Journal,
  clock: Clock,
): Promise<LockControl> {
  let state: LockState = {
    epoch: 0,
    lock: 'unlocked',
    seal: 'sealed',
    authority: { kind: 'primary' },
  };
  let keyring: Keyring | null = null;
  const streams = createStreams();
  const tick = (): number => Number(clock.monotonicNs() / 1_000_000n);

  const step = (event: LockEvent): LockState => {
    const result = stepLock(state, event);
    if (result.kind === 'refused') throw refusalToError(result.why);
    state = result.state;
    if (state.seal === 'sealed' && keyring !== null) {
      keyring.wipe();
      keyring = null;
    }
    return state;
  };
  const requireUnlocked = (): void => {
    if (state.lock === 'locked') throw lockedError();
  };
  const keepGuard = (order: LockdownFacts | null, logSize: number): Promise<void> =>
    writeGuard(guardPath, { epoch: state.epoch, lock: state.lock, logSize, order });
  const logLockdown = (facts: LockdownFacts) =>
    journal.append([{ v: 1, kind: 'lockdown', epoch: state.epoch, ...facts }]);

  const guard = await readGuard(guardPath);
  const standing = compareGuard(guard, journal.facts);
  if (standing.kind === 'logBehind' && standing.guard.order !== null) {
    step({ kind: 'start', epoch: standing.guard.epoch, lock: 'locked' });
    await logLockdown(standing.guard.order);
  } else {
    step({ kind: 'start', epoch: journal.facts.epoch, lock: journal.facts.lock });
  }
  await keepGuard(null, journal.facts.size);

  // One change at a time; a lockdown acts in memory before it waits for its turn.
  let changing: Promise<unknown> = Promise.resolve();
  let ended = false;
  const inTurn = <Value>(change: () => Promise<Value>): Promise<Value> => {
    if (ended) return Promise.reject(sealedError());
    const result = changing.then(change);
    changing = result.catch(() => undefined);
    return result;
  };

  return {
    streams,
    state: () => state,
    requireOpen: () => {
      requireUnlocked();
      if (keyring === null || !mayOpen(state, tick())) throw sealedError();
      return keyring;
    },
    requireCapture: () => {
      requireUnlocked();
      if (!mayLeaseCapture(state, tick())) throw sealedError();
    },
    createCheck: () => {
      const { epoch } = state;
      const started = keyring;
      return () => {
        requireUnlocked();
        if (started !== keyring || !mayGoOn(state, epoch, tick())) throw sealedError();
      };
    },
    unseal: (open, entry) =>
      inTurn(async () => {
        requireUnlocked();
        const { epoch } = state;
        const opened = await open();
        // A lockdown may have come while the keyring was opened.
        if (state.lock === 'locked' || state.epoch !== epoch) {
          opened.wipe();
          throw lockedError();
        }
        keyring?.wipe();
        step({ kind: 'unseal' });
        keyring = opened;
        try {
          await journal.append([entry]);
        } catch (error) {
          step({ kind: 'seal' });
          throw error;
        }
      }),
    seal: async (entry) => {
      step({ kind: 'seal' });
      await streams.stop();
      await inTurn(() => journal.append([entry]));
    },
    rememberLog: () =>
      inTurn(async () => {
        // While a lockdown is not in the log yet, the guard must keep its order.
        if (journal.facts.epoch === state.epoch) await keepGuard(null, journal.facts.size);
      }),
    wipe: () => {
      step({ kind: 'seal' });
    },
    end: async () => {
      ended = true;
      step({ kind: 'seal' });
      await streams.stop();
      await changing;
      // An unsealing may have been on its way.
      step({ kind: 'seal' });
    },
    lockdown: async (facts) => {
      step({ kind: 'lockdown' });
      return inTurn(async () => {
        // A resume that was on its way into the log may have lifted the lock since.
        if (state.lock === 'unlocked' && journal.facts.usedOrders.has(facts.orderSha256)) {
          throw usedOrderError();
        }
        const { epoch } = step({ kind: 'lockdown' });
        await streams.stop();
        // A second order for the same lockdown is answered once the first is durable.
        if (journal.facts.lock === 'locked') return { epoch, checkpoint: journal.checkpoint() };
        await keepGuard(facts, journal.facts.size);
        const { checkpoint } = await logLockdown(facts);
        return { epoch, checkpoint };
      });
    },
    resume: (facts) =>
      inTurn(async () => {
        const { epoch, stewards, report, reportSha256, at } = facts;
        // Decided first, logged second, in force third: a crash between leaves it locked.
        const event: LockEvent = { kind: 'resume', epoch, approvals: stewards.length, report };
        const decided = stepLock(state, event);
        if (decided.kind === 'refused') throw refusalToError(decided.why);
        await journal.append([
          { v: 1, kind: 'resume', epoch: decided.state.epoch, stewards, reportSha256, at },
        ]);
        step(event);
        await keepGuard(null, journal.facts.size);
        return { epoch: state.epoch };
      }),
  };
}

function refusalToError(why: LockRefusal): KeeperError {
  switch (why) {
    case 'locked':
      return lockedError();
    case 'wrongState':
      return refused('Nothing is locked down.', 'There is nothing to resume.');
    case 'wrongEpoch':
      return refused('That is for another lockdown.', 'Sign for the present epoch.');
    case 'approvals':
      return refused('Two different stewards must approve.', 'Have another steward sign too.');
    case 'report':
      return refused(
        'The control report is not green, fresh, signed and of this build.',
        'Run `understudy verify` and mend what it finds.',
      );
  }
}

function refused(message: string, remedy: string): KeeperError {
  return new KeeperError({ code: 'wrongState', message, remedy });
}
