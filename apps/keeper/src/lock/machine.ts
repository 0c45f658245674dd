/**
 * Lockdown as a pure state machine: (state, event) → state, and what a state
 * permits. Explored exhaustively in tests/lock-search.test.ts.
 *
 * Invariant: an epoch only grows; `locked` implies `sealed`; only `resume`
 * with two approvals and a green report leads out of `locked`, and it leads to
 * `sealed`, never to `open`. What is not certain refuses.
 */

/** A replica asks the primary; its lease runs on a monotonic clock (docs/security.md, promise 9: at most 2 s). */
type Authority =
  | { readonly kind: 'primary' }
  | { readonly kind: 'replica'; readonly leaseUntilTick: number };

export interface LockState {
  readonly epoch: number;
  readonly lock: 'unlocked' | 'locked';
  readonly seal: 'sealed' | 'open';
  readonly authority: Authority;
}

export type ReportStanding = 'green' | 'red' | 'stale' | 'unsigned' | 'otherBuild';

export type LockEvent =
  /** The root has been opened by its protector's proof. */
  | { readonly kind: 'unseal' }
  | { readonly kind: 'seal' }
  /** One steward's signed order, not used before. */
  | { readonly kind: 'lockdown' }
  | {
      readonly kind: 'resume';
      readonly epoch: number;
      /** Different stewards whose signature over epoch and report is good. */
      readonly approvals: number;
      readonly report: ReportStanding;
    }
  /** The process starts: what the log and the guard file say together. */
  | { readonly kind: 'start'; readonly epoch: number; readonly lock: LockState['lock'] }
  /** A replica hears from its primary. */
  | {
      readonly kind: 'lease';
      readonly epoch: number;
      readonly lock: LockState['lock'];
      readonly untilTick: number;
    };

export type LockRefusal = 'locked' | 'wrongState' | 'wrongEpoch' | 'approvals' | 'report';
type LockStep =
  | { readonly kind: 'done'; readonly state: LockState }
  | { readonly kind: 'refused'; readonly why: LockRefusal; readonly state: LockState };

export type LockMachine = (state: LockState, event: LockEvent) => LockStep;

const approvalsToResume = 2;

export const stepLock: LockMachine = (state, event) => {
  const done = (change: Partial<LockState>): LockStep => ({
    kind: 'done',
    state: { ...state, ...change },
  });
  const refused = (why: LockRefusal): LockStep => ({ kind: 'refused', why, state });
  switch (event.kind) {
    case 'unseal':
      return state.lock === 'locked' ? refused('locked') : done({ seal: 'open' });
    case 'seal':
      return done({ seal: 'sealed' });
    case 'lockdown':
      // Once more while locked changes nothing.
      if (state.lock === 'locked') return done({});
      return done({ epoch: state.epoch + 1, lock: 'locked', seal: 'sealed' });
    case 'resume': {
      if (state.lock !== 'locked') return refused('wrongState');
      if (event.epoch !== state.epoch) return refused('wrongEpoch');
      if (event.approvals < approvalsToResume) return refused('approvals');
      if (event.report !== 'green') return refused('report');
      return done({ epoch: state.epoch + 1, lock: 'unlocked', seal: 'sealed' });
    }
    case 'start': {
      // Never below what this process has known; a tie between open and locked is locked.
      const older = event.epoch < state.epoch;
      const epoch = older ? state.epoch : event.epoch;
      const tie = event.epoch === state.epoch && state.lock === 'locked';
      return done({ epoch, lock: older || tie ? state.lock : event.lock, seal: 'sealed' });
    }
    case 'lease': {
      if (state.authority.kind !== 'replica') return refused('wrongState');
      if (event.epoch < state.epoch) return refused('wrongEpoch');
      const changed = event.lock === 'locked' || event.epoch !== state.epoch;
      return done({
        epoch: event.epoch,
        lock: event.lock,
        seal: changed ? 'sealed' : state.seal,
        authority: { kind: 'replica', leaseUntilTick: event.untilTick },
      });
    }
  }
};

/** In one word, for people. */
export function stateToName({ lock, seal }: LockState): 'locked' | 'sealed' | 'open' {
  return lock === 'locked' ? 'locked' : seal;
}

/** Whether this process may open anything at that tick of its monotonic clock. */
export function mayOpen(state: LockState, tick: number): boolean {
  const current = state.authority.kind === 'primary' || tick < state.authority.leaseUntilTick;
  return current && state.lock === 'unlocked' && state.seal === 'open';
}

/** Whether a stream that began under `streamEpoch` may give one more chunk. */
export function mayGoOn(state: LockState, streamEpoch: number, tick: number): boolean {
  return streamEpoch === state.epoch && mayOpen(state, tick);
}

/** Whether a recorder gets a capture lease. */
export function mayLeaseCapture(state: LockState, tick: number): boolean {
  return mayOpen(state, tick);
}
