/**
 * The deployment as a small model around the real lock machine: a primary, a
 * replica with a lease, running streams, a recorder's lease, crashes, restored
 * backups and a clock. `explore` walks every state breadth-first.
 */
import { compareGuard, type Guard } from '../src/lock/guard.ts';
import { emptyFacts } from '../src/facts/facts.ts';
import {
  mayGoOn,
  mayLeaseCapture,
  mayOpen,
  stepLock,
  type LockEvent,
  type LockMachine,
  type LockState,
} from '../src/lock/machine.ts';

/** What the model takes from the product; a planted bug replaces one of them. */
export interface Rules {
  readonly step: LockMachine;
  readonly mayOpen: typeof mayOpen;
  readonly mayGoOn: typeof mayGoOn;
  readonly mayLeaseCapture: typeof mayLeaseCapture;
  /** Whether the guard lets a keeper start on a log of that epoch. */
  readonly mayStart: (guardEpoch: number, logEpoch: number) => boolean;
  /** Whether the acknowledgement waits until no replica can act any more. */
  readonly waitsForReplicas: boolean;
}

export const realRules: Rules = {
  step: stepLock,
  mayOpen,
  mayGoOn,
  mayLeaseCapture,
  mayStart: (guardEpoch, logEpoch) => {
    const guard: Guard = { epoch: guardEpoch, lock: 'locked', logSize: 0, order: null };
    try {
      compareGuard(guard, { ...emptyFacts(), epoch: logEpoch });
      return true;
    } catch {
      return false;
    }
  },
  waitsForReplicas: true,
};

/** In ticks of the model's clock. */
const leaseTicks = 2;
const lastEpoch = 4;

interface Model {
  /** Null: the process is down. */
  readonly primary: LockState | null;
  readonly replica: LockState | null;
  /** Epoch under which a stream began, at each. */
  readonly primaryStream: number | null;
  readonly replicaStream: number | null;
  /** What log and guard say. */
  readonly log: { readonly epoch: number; readonly lock: LockState['lock'] };
  /** The replica's lease that the primary remembers, in ticks from now. */
  readonly granted: number;
  /** The lockdown in force has been acknowledged. */
  readonly acknowledged: boolean;
  /** The epoch of the last acknowledged lockdown: no older stream may go on, ever. */
  readonly endedBefore: number;
}

export interface Finding {
  readonly kind: 'violation' | 'exhausted';
  readonly what: string;
  readonly states: number;
  /** The events that lead there. */
  readonly path: readonly string[];
}

const start: Model = {
  primary: fresh({ kind: 'primary' }),
  replica: fresh({ kind: 'replica', leaseUntilTick: 0 }),
  primaryStream: null,
  replicaStream: null,
  log: { epoch: 0, lock: 'unlocked' },
  granted: 0,
  acknowledged: false,
  endedBefore: 0,
};

function fresh(authority: LockState['authority']): LockState {
  return { epoch: 0, lock: 'unlocked', seal: 'sealed', authority };
}

type Move = {
  readonly name: string;
  readonly next: Model;
  /** What was done that must never be done, or null. */
  readonly wrong: string | null;
};

/** Every tick is "now is 0": leases count down instead. */
function moves(model: Model, rules: Rules): readonly Move[] {
  const found: Move[] = [];
  const add = (name: string, change: Partial<Model>, wrong: string | null = null): void => {
    const next = { ...model, ...change };
    const endedBefore = next.acknowledged ? next.log.epoch : next.endedBefore;
    found.push({ name, next: { ...next, endedBefore }, wrong });
  };
  const { primary, replica, log } = model;

  const chunk = (state: LockState, stream: number | null, name: string): void => {
    if (stream === null || !rules.mayGoOn(state, stream, 0)) return;
    const late = model.acknowledged || stream < model.endedBefore;
    add(`${name} gives a chunk`, {}, late ? `${name}: a byte after the acknowledgement` : null);
  };
  const unseal = (state: LockState, name: 'primary' | 'replica'): void => {
    const step = rules.step(state, { kind: 'unseal' });
    if (step.kind === 'refused') return;
    const wrong = state.lock === 'locked' ? `${name}: unsealed without the gate` : null;
    add(`${name} unseals`, { [name]: step.state }, wrong);
  };

  if (primary !== null) {
    unseal(primary, 'primary');
    chunk(primary, model.primaryStream, 'primary');
    if (model.primaryStream === null && rules.mayOpen(primary, 0)) {
      const wrong = model.acknowledged ? 'primary: a release after the acknowledgement' : null;
      add('primary starts a stream', { primaryStream: primary.epoch }, wrong);
    }
    if (rules.mayLeaseCapture(primary, 0)) {
      const wrong = primary.lock === 'locked' ? 'a capture lease was renewed after the lock' : null;
      add('a recorder renews its lease', {}, wrong);
    }
    if (primary.epoch < lastEpoch) {
      const step = rules.step(primary, { kind: 'lockdown' });
      if (step.kind === 'done' && step.state.lock === 'locked') {
        const open = step.state.seal === 'open' ? 'primary: locked and open' : null;
        const flat =
          primary.lock === 'unlocked' && step.state.epoch <= primary.epoch
            ? 'a lockdown without a new epoch'
            : null;
        const { epoch } = step.state;
        const quiet = !rules.waitsForReplicas || model.granted === 0;
        add(
          'a steward locks',
          {
            primary: step.state,
            log: { epoch, lock: 'locked' },
            acknowledged: quiet,
          },
          open ?? flat,
        );
      }
    }
    for (const event of resumes(primary.epoch)) {
      const step = rules.step(primary, event);
      if (step.kind === 'refused') continue;
      const gate = event.approvals >= 2 && event.report === 'green';
      add(
        `resume with ${event.approvals} and ${event.report}`,
        {
          primary: step.state,
          log: { epoch: step.state.epoch, lock: 'unlocked' },
          acknowledged: false,
        },
        gate ? null : 'resumed without two approvals and a green report',
      );
    }
    add('the primary crashes', { primary: null, primaryStream: null });
    if (replica !== null) {
      const { epoch, lock } = primary;
      const step = rules.step(replica, { kind: 'lease', epoch, lock, untilTick: leaseTicks });
      if (step.kind === 'done') {
        add('the replica hears from the primary', {
          replica: step.state,
          granted: lock === 'locked' ? 0 : leaseTicks,
          acknowledged: model.acknowledged || lock === 'locked',
        });
      }
    }
    if (primary.lock === 'locked' && !model.acknowledged && model.granted === 0) {
      add('the lockdown is acknowledged', { acknowledged: true });
    }
  } else {
    for (const epoch of [log.epoch, log.epoch - 1]) {
      if (epoch < 0 || !rules.mayStart(log.epoch, epoch)) continue;
      const restored = epoch === log.epoch ? log : { epoch, lock: 'unlocked' as const };
      // One entry behind: the guard completes it (lock/control.ts).
      const lock = epoch === log.epoch ? restored.lock : log.lock;
      const event: LockEvent = { kind: 'start', epoch: log.epoch, lock };
      const step = rules.step(fresh({ kind: 'primary' }), event);
      const forgot = log.lock === 'locked' && step.state.lock !== 'locked';
      add(
        epoch === log.epoch ? 'the primary starts' : 'the primary starts on an older backup',
        { primary: step.state },
        forgot ? 'a restart forgot the lock' : null,
      );
    }
  }
  if (replica !== null) {
    unseal(replica, 'replica');
    chunk(replica, model.replicaStream, 'replica');
    if (model.replicaStream === null && rules.mayOpen(replica, 0)) {
      const wrong = model.acknowledged ? 'replica: a release after the acknowledgement' : null;
      add('replica starts a stream', { replicaStream: replica.epoch }, wrong);
    }
    add('the replica crashes', { replica: null, replicaStream: null });
  } else {
    add('the replica starts', { replica: fresh({ kind: 'replica', leaseUntilTick: 0 }) });
  }
  add('time passes', {
    granted: Math.max(0, model.granted - 1),
    replica: replica === null ? null : later(replica),
  });
  return found;
}

function later(state: LockState): LockState {
  if (state.authority.kind === 'primary') return state;
  const leaseUntilTick = Math.max(0, state.authority.leaseUntilTick - 1);
  return { ...state, authority: { kind: 'replica', leaseUntilTick } };
}

function resumes(epoch: number) {
  const reports = ['green', 'red', 'stale', 'unsigned', 'otherBuild'] as const;
  return [0, 1, 2].flatMap((approvals) =>
    reports.map((report) => ({ kind: 'resume', epoch, approvals, report }) as const),
  );
}

/** Breadth-first over all states until none is new, or until the first violation. */
export function explore(rules: Rules): Finding {
  const seen = new Map<string, { readonly from: string | null; readonly by: string }>();
  const name = (model: Model): string => JSON.stringify(model);
  seen.set(name(start), { from: null, by: 'start' });
  let edge: readonly Model[] = [start];
  const pathTo = (key: string): readonly string[] => {
    const step = seen.get(key);
    return step === undefined || step.from === null ? [] : [...pathTo(step.from), step.by];
  };
  while (edge.length > 0) {
    const next: Model[] = [];
    for (const model of edge) {
      for (const move of moves(model, rules)) {
        if (move.wrong !== null) {
          return {
            kind: 'violation',
            what: move.wrong,
            states: seen.size,
            path: [...pathTo(name(model)), move.name],
          };
        }
        const key = name(move.next);
        if (seen.has(key)) continue;
        seen.set(key, { from: name(model), by: move.name });
        next.push(move.next);
      }
    }
    edge = next;
  }
  return { kind: 'exhausted', what: '', states: seen.size, path: [] };
}
