import { describe, expect, it } from 'vitest';
import { collapseNearDuplicates, type Outline } from '../src/index.ts';
import { sessionId } from './session.ts';

const steps = (count: number, changed: number): readonly string[] =>
  Array.from({ length: count }, (_, index) =>
    index < changed ? `other ${index}` : `step ${index}`,
  );
const outline = (number: number, changed: number, over: Partial<Outline> = {}): Outline => ({
  session: sessionId(number),
  instruction: 'Change the city',
  steps: steps(20, changed),
  ...over,
});

describe('near-duplicate trajectories', () => {
  it('are not told apart from one another by one step in twenty, and are by two', () => {
    expect(collapseNearDuplicates([outline(1, 0), outline(2, 1), outline(3, 2)])).toEqual([
      { session: sessionId(1), count: 2, duplicates: [sessionId(2)] },
      { session: sessionId(3), count: 1, duplicates: [] },
    ]);
  });

  it('are told apart by their task', () => {
    const other = outline(2, 0, { instruction: 'Change the street' });
    expect(collapseNearDuplicates([outline(1, 0), other])).toHaveLength(2);
  });

  it('may lack one step in twenty', () => {
    const shorter = outline(2, 0, { steps: steps(20, 0).slice(1) });
    expect(collapseNearDuplicates([outline(1, 0), shorter])).toHaveLength(1);
  });
});
