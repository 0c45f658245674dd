/**
 * The deployment as a small model around the real lock machine: two keepers of
 * one home, one of them the primary and the other a replica with a lease that may
 * take its place, running streams, a recorder's lease, crashes, restored backups
 * and a clock. `explore` walks every state breadth-first.
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
  /** Whether a new primary counts on leases that an earlier one may have given. */
  readonly waitsForPredecessors: boolean;
  /** Whether who becomes the primary holds the lock that the one before must have let go of. */
  readonly takesTheLock: boolean;
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
  waitsForPredecessors: true,
  takesTheLock: true,
};

/** In ticks of the model's clock. */
const leaseTicks = 2;
const lastEpoch = 4;

const slots = ['first', 'second'] as const;
type Slot = (typeof slots)[number];

interface Keeper {
  readonly state: LockState;
  /** Epoch under which its stream began. */
  readonly stream: number | null;
}

interface Model extends Readonly<Record<Slot, Keeper | null>> {
  /** What log and guard say. */
  readonly log: { readonly epoch: number; readonly lock: LockState['lock'] };
  /** How long a replica's lease may still run, for all that the primary knows: ticks from now. */
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

const asReplica = { kind: 'replica', leaseUntilTick: 0 } as const;

const start: Model = {
  first: fresh({ kind: 'primary' }),
  second: fresh(asReplica),
  log: { epoch: 0, lock: 'unlocked' },
  granted: 0,
  acknowledged: false,
  endedBefore: 0,
};

function fresh(authority: LockState['authority']): Keeper {
  return { state: { epoch: 0, lock: 'unlocked', seal: 'sealed', authority }, stream: null };
}

function isPrimary(keeper: Keeper | null): keeper is Keeper {
  return keeper?.state.authority.kind === 'primary';
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
  const add: AddMove = (name, change, wrong = null) => {
    const next = { ...model, ...change };
    const endedBefore = next.acknowledged ? next.log.epoch : next.endedBefore;
    found.push({ name, next: { ...next, endedBefore }, wrong });
  };
  for (const slot of slots) {
    const keeper = model[slot];
    const other = model[slot === 'first' ? 'second' : 'first'];
    if (keeper === null) {
      add(`the ${slot} starts as a replica`, { [slot]: fresh(asReplica) });
      if (!isPrimary(other) || !rules.takesTheLock) addStarts(model, rules, slot, add);
      continue;
    }
    addOpening(model, rules, { slot, keeper }, add);
    add(`the ${slot} crashes`, { [slot]: null });
    if (isPrimary(keeper)) {
      addDeciding(model, rules, { slot, keeper }, add);
      if (other !== null) addLease(model, rules, { keeper, other, slot }, add);
    } else {
      addPromotion(model, rules, slot, add);
    }
  }
  const [first, second] = [later(model.first), later(model.second)];
  add('time passes', { granted: Math.max(0, model.granted - 1), first, second });
  return found;
}

type AddMove = (name: string, change: Partial<Model>, wrong?: string | null) => void;
interface At {
  readonly slot: Slot;
  readonly keeper: Keeper;
}

/** What every keeper does: unseal, start a stream, go on with it. */
function addOpening(model: Model, rules: Rules, { slot, keeper }: At, add: AddMove): void {
  const { state, stream } = keeper;
  const step = rules.step(state, { kind: 'unseal' });
  if (step.kind === 'done') {
    const wrong = state.lock === 'locked' ? `${slot}: unsealed without the gate` : null;
    add(`${slot} unseals`, { [slot]: { ...keeper, state: step.state } }, wrong);
  }
  if (stream !== null && rules.mayGoOn(state, stream, 0)) {
    const late = model.acknowledged || stream < model.endedBefore;
    add(`${slot} gives a chunk`, {}, late ? `${slot}: a byte after the acknowledgement` : null);
  }
  if (stream === null && rules.mayOpen(state, 0)) {
    const wrong = model.acknowledged ? `${slot}: a release after the acknowledgement` : null;
    add(`${slot} starts a stream`, { [slot]: { ...keeper, stream: state.epoch } }, wrong);
  }
}

/** What a primary does besides: lock, resume, let recorders go on. */
function addDeciding(model: Model, rules: Rules, { slot, keeper }: At, add: AddMove): void {
  const { state } = keeper;
  if (rules.mayLeaseCapture(state, 0)) {
    const late = state.lock === 'locked' || model.acknowledged;
    add('a recorder renews its lease', {}, late ? 'a capture lease after the lock' : null);
  }
  if (state.epoch < lastEpoch) {
    const step = rules.step(state, { kind: 'lockdown' });
    if (step.kind === 'done' && step.state.lock === 'locked') {
      const { epoch } = step.state;
      const open = step.state.seal === 'open' ? `${slot}: locked and open` : null;
      const flat =
        state.lock === 'unlocked' && epoch <= state.epoch ? 'a lockdown without a new epoch' : null;
      const change = {
        [slot]: { ...keeper, state: step.state },
        log: { epoch, lock: 'locked' },
        acknowledged: !rules.waitsForReplicas || model.granted === 0,
      } as const;
      add(`a steward locks at ${slot}`, change, open ?? flat);
    }
  }
  for (const event of resumes(state.epoch)) {
    const step = rules.step(state, event);
    if (step.kind === 'refused') continue;
    const gate = event.approvals >= 2 && event.report === 'green';
    const change = {
      [slot]: { ...keeper, state: step.state },
      log: { epoch: step.state.epoch, lock: 'unlocked' },
      acknowledged: false,
    } as const;
    const wrong = gate ? null : 'resumed without two approvals and a green report';
    add(`resume with ${event.approvals} and ${event.report}`, change, wrong);
  }
  if (state.lock === 'locked' && !model.acknowledged && model.granted === 0) {
    add('the lockdown is acknowledged', { acknowledged: true });
  }
}

function addLease(
  model: Model,
  rules: Rules,
  { slot, keeper, other }: At & { readonly other: Keeper },
  add: AddMove,
): void {
  const { epoch, lock } = keeper.state;
  const step = rules.step(other.state, { kind: 'lease', epoch, lock, untilTick: leaseTicks });
  if (step.kind === 'refused') return;
  const replica = slot === 'first' ? 'second' : 'first';
  add('the replica hears from the primary', {
    [replica]: { ...other, state: step.state },
    granted: lock === 'locked' ? 0 : leaseTicks,
    acknowledged: model.acknowledged || lock === 'locked',
  });
}

/** A new process over the home: by the log, or by one that is an entry behind, as a crash leaves it. */
function addStarts(model: Model, rules: Rules, slot: Slot, add: AddMove): void {
  for (const epoch of [model.log.epoch, model.log.epoch - 1]) {
    if (epoch < 0 || !rules.mayStart(model.log.epoch, epoch)) continue;
    const name = epoch === model.log.epoch ? 'starts' : 'starts on an older backup';
    addPrimary(model, rules, { slot, name: `the ${slot} ${name}` }, add);
  }
}

/** The replica asks by the fence, and becomes the primary once the other has let go of the lock. */
function addPromotion(model: Model, rules: Rules, slot: Slot, add: AddMove): void {
  const other = slot === 'first' ? 'second' : 'first';
  const fenced = rules.takesTheLock && isPrimary(model[other]) ? { [other]: null } : {};
  addPrimary({ ...model, ...fenced }, rules, { slot, name: `the ${slot} is promoted` }, add);
}

function addPrimary(
  model: Model,
  rules: Rules,
  to: { readonly slot: Slot; readonly name: string },
  add: AddMove,
): void {
  const { log } = model;
  // One entry behind: the guard completes it (lock/control.ts).
  const event: LockEvent = { kind: 'start', epoch: log.epoch, lock: log.lock };
  const keeper = fresh({ kind: 'primary' });
  const { state } = rules.step(keeper.state, event);
  const forgot = log.lock === 'locked' && state.lock !== 'locked';
  const granted = rules.waitsForPredecessors ? leaseTicks : 0;
  const { first, second } = model;
  add(
    to.name,
    { first, second, [to.slot]: { ...keeper, state }, granted },
    forgot ? 'a restart forgot the lock' : null,
  );
}

function later(keeper: Keeper | null): Keeper | null {
  if (keeper === null || keeper.state.authority.kind === 'primary') return keeper;
  const leaseUntilTick = Math.max(0, keeper.state.authority.leaseUntilTick - 1);
  return {
    ...keeper,
    state: { ...keeper.state, authority: { kind: 'replica', leaseUntilTick } },
  };
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
