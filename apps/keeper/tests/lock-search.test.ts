import { describe, expect, test } from 'vitest';
import {
  mayGoOn,
  mayOpen,
  stepLock,
  type LockMachine,
  type LockState,
} from '../src/lock/machine.ts';
import { explore, realRules, type Rules } from './lock-model.ts';

const unlockedFor = (state: LockState): LockState => ({ ...state, lock: 'unlocked' });

/** The real machine, but for one kind of event. */
function changed(kind: Parameters<LockMachine>[1]['kind'], step: LockMachine): LockMachine {
  return (state, event) => (event.kind === kind ? step(state, event) : stepLock(state, event));
}

const plantedBugs: Readonly<Record<string, Partial<Rules>>> = {
  'a lease is renewed after the lock': { mayLeaseCapture: () => true },
  'unseal passes the gate by': {
    step: changed('unseal', (state) => ({ kind: 'done', state: { ...state, seal: 'open' } })),
  },
  'a locked keeper stays open': {
    step: changed('lockdown', (state) => ({
      kind: 'done',
      state: { ...state, lock: 'locked', epoch: state.epoch + 1 },
    })),
  },
  'no epoch rises': {
    step: (state, event) => {
      const result = stepLock(state, event);
      return { ...result, state: { ...result.state, epoch: state.epoch } };
    },
  },
  'one approval is enough': {
    step: changed('resume', (state, event) =>
      stepLock(state, event.kind === 'resume' ? { ...event, approvals: 2 } : event),
    ),
  },
  'a red report is enough': {
    step: changed('resume', (state, event) =>
      stepLock(state, event.kind === 'resume' ? { ...event, report: 'green' } : event),
    ),
  },
  'a stream forgets its epoch': { mayGoOn: (state, _, tick) => mayOpen(state, tick) },
  'a stream asks nobody': { mayGoOn: () => true },
  'a replica outlives its lease': {
    mayOpen: (state) => state.seal === 'open' && state.lock === 'unlocked',
    mayGoOn: (state, stream) => stream === state.epoch && state.seal === 'open',
  },
  'a replica overhears the lock': {
    step: changed('lease', (state, event) =>
      stepLock(
        state,
        event.kind === 'lease' ? { ...event, lock: 'unlocked', epoch: state.epoch } : event,
      ),
    ),
  },
  'a restart forgets the lock': {
    step: changed('start', (state, event) =>
      stepLock(unlockedFor(state), event.kind === 'start' ? { ...event, lock: 'unlocked' } : event),
    ),
  },
  'the acknowledgement does not wait for replicas': { waitsForReplicas: false },
  'a new primary forgets the leases of the one before': { waitsForPredecessors: false },
  'a replica is promoted without fencing its primary': { takesTheLock: false },
};

describe('the lock machine, over every state that a deployment can reach', () => {
  test('gives no byte after an acknowledged lockdown, and leaves it by the gate alone', () => {
    const finding = explore(realRules);
    expect(finding).toMatchObject({ kind: 'exhausted', path: [] });
    expect(finding.states).toBeGreaterThan(1000);
  });

  test.each(Object.keys(plantedBugs))('the search finds it where %s', (name) => {
    expect(explore({ ...realRules, ...plantedBugs[name] }).kind).toBe('violation');
  });

  test('goes on only under the epoch in which a stream began', () => {
    const open: LockState = {
      epoch: 3,
      lock: 'unlocked',
      seal: 'open',
      authority: { kind: 'primary' },
    };
    expect(mayGoOn(open, 2, 0)).toBe(false);
    expect(mayGoOn(open, 3, 0)).toBe(true);
  });
});
