import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordingEvent } from '@understudy/recording';
import { createReducer, profiles, type Action, type ReductionCounts } from '../src/index.ts';
import { inputStream } from './arbitrary.ts';

const anyProfile = fc.constantFrom(profiles.agentnet, profiles.openadapt);

function reduce(
  events: readonly RecordingEvent[],
  profile = profiles.agentnet,
): { actions: readonly Action[]; counts: ReductionCounts } {
  const reducer = createReducer(profile, { ownHotkeys: [['ctrl', 'f9']] });
  const actions = [...reducer.push(events), ...reducer.finish()];
  return { actions, counts: reducer.counts() };
}

const isInput = ({ kind }: RecordingEvent): boolean =>
  kind === 'pointerButton' || kind === 'wheel' || kind === 'key';

const withoutTerminate = (actions: readonly Action[]): readonly Action[] =>
  actions.filter(({ kind }) => kind !== 'terminate');

const runs = { numRuns: 3000 };

describe('the reducer, on any input in the order of time', () => {
  it('puts each button, wheel and key event into exactly one action or one counted drop', () => {
    fc.assert(
      fc.property(inputStream, anyProfile, (events, profile) => {
        const { actions, counts } = reduce(events, profile);
        const used = actions.flatMap((action) => action.events);
        const inputs = events.flatMap((event, index) => (isInput(event) ? [index] : []));
        expect(new Set(used).size).toBe(used.length);
        expect(used.every((index) => inputs.includes(index))).toBe(true);
        const dropped = Object.values(counts.drops).reduce((sum, count) => sum + count, 0);
        expect(used.length + dropped).toBe(inputs.length);
        expect(counts.inputs).toBe(inputs.length);
      }),
      runs,
    );
  });

  it('gives actions in order that do not overlap', () => {
    fc.assert(
      fc.property(inputStream, anyProfile, (events, profile) => {
        let endNs = 0;
        for (const action of reduce(events, profile).actions) {
          expect(action.startNs).toBeGreaterThanOrEqual(endNs);
          expect(action.endNs).toBeGreaterThanOrEqual(action.startNs);
          endNs = action.endNs;
        }
      }),
      runs,
    );
  });

  it('reduces a prefix to a prefix, but for the last action', () => {
    fc.assert(
      fc.property(inputStream, fc.nat(60), anyProfile, (events, length, profile) => {
        const whole = withoutTerminate(reduce(events, profile).actions);
        const part = withoutTerminate(reduce(events.slice(0, length), profile).actions);
        expect(whole.slice(0, Math.max(0, part.length - 1))).toEqual(part.slice(0, -1));
      }),
      runs,
    );
  });

  it('gives the same bytes for the same events, however they are cut into pushes', () => {
    fc.assert(
      fc.property(inputStream, fc.nat(60), (events, at) => {
        const reducer = createReducer(profiles.agentnet, { ownHotkeys: [['ctrl', 'f9']] });
        const inPieces = [
          ...reducer.push(events.slice(0, at)),
          ...reducer.push(events.slice(at)),
          ...reducer.finish(),
        ];
        expect(JSON.stringify(inPieces)).toBe(JSON.stringify(reduce(events).actions));
      }),
      runs,
    );
  });

  it('shows each action the screen as it was before it began', () => {
    fc.assert(
      fc.property(inputStream, anyProfile, (events, profile) => {
        for (const { startNs, observation } of reduce(events, profile).actions) {
          if (observation === null) continue;
          expect(observation.timeNs).toBeLessThan(startNs);
          expect(observation.leadNs).toBe(startNs - observation.timeNs);
        }
      }),
      runs,
    );
  });

  it('ends with one terminate', () => {
    fc.assert(
      fc.property(inputStream, (events) => {
        const kinds = reduce(events).actions.map(({ kind }) => kind);
        expect(kinds.indexOf('terminate')).toBe(kinds.length - 1);
      }),
    );
  });
});
