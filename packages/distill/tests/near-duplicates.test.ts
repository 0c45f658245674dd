import { describe, expect, it } from 'vitest';
import { collapseNearDuplicates, outlineStep, type Outline } from '../src/near-duplicates.ts';
import { createReducer, exportDataset, localSources, profiles, type Format } from '../src/index.ts';
import { join } from 'node:path';
import { script } from './script.ts';
import { filesIn, sessionFolder, sessionId } from './session.ts';

const steps = (count: number, changed: number): readonly string[] =>
  Array.from({ length: count }, (_, index) =>
    index < changed ? `other ${index}` : `step ${index}`,
  );
const outline = (number: number, changed: number, over: Partial<Outline> = {}): Outline => ({
  session: sessionId(number),
  instruction: 'Change the city',
  steps: [...steps(20, changed)],
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

  it('of programs whose controls have no name are told apart by where they were clicked', () => {
    const outlineOf = (x: number): readonly string[] => {
      const reducer = createReducer(profiles.agentnet);
      const actions = reducer.push(script().display(1000, 500).click(x, 20).wait(900).events);
      return [...actions, ...reducer.finish()].map(outlineStep);
    };
    expect(outlineOf(110)).toEqual(outlineOf(112));
    expect(outlineOf(110)).not.toEqual(outlineOf(410));
  });

  it.each<Format>(['agentnet', 'parquet', 'mcap'])(
    'are one session of a dataset as %s, which says how many it stands for',
    async (format) => {
      const world = await sessionFolder([1, 2]);
      const exportTo = (out: string, paths: readonly string[], collapse: boolean) =>
        localSources(paths.map((path) => join(world.folder, path))).then((sources) =>
          exportDataset(sources, {
            format,
            profile: profiles.agentnet,
            out: join(world.folder, out),
            licence: 'other',
            tool: 'understudy test',
            collapse,
          }),
        );
      try {
        const manifest = await exportTo('both', ['sessions'], true);
        expect(manifest.sessions).toMatchObject([{ session: sessionId(1), standsFor: 2 }]);
        await exportTo('one', [join('sessions', sessionId(1))], false);
        const [both, one] = await Promise.all(
          ['both', 'one'].map((out) => filesIn(join(world.folder, out))),
        );
        expect({ ...both, '/dataset.json': '' }).toEqual({ ...one, '/dataset.json': '' });
      } finally {
        await world.remove();
      }
    },
  );

  it('may lack one step in twenty', () => {
    const shorter = outline(2, 0, { steps: steps(20, 0).slice(1) });
    expect(collapseNearDuplicates([outline(1, 0), shorter])).toHaveLength(1);
  });
});
