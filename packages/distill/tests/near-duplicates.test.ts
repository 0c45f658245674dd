import { describe, expect, it } from 'vitest';
import { collapseNearDuplicates, outlineStep, type Outline } from '../src/near-duplicates.ts';
import {
  checkDataset,
  createReducer,
  dropSessions,
  exportDataset,
  formats,
  localSources,
  profiles,
  type Manifest,
} from '../src/index.ts';
import { readdir, rm } from 'node:fs/promises';
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

  describe.each(formats)('in a dataset as %s', (format) => {
    const inWorld = async (
      numbers: readonly number[],
      work: (world: {
        readonly at: (name: string) => string;
        readonly exportTo: (name: string, numbers: readonly number[]) => Promise<Manifest>;
      }) => Promise<void>,
    ): Promise<void> => {
      const { folder, remove } = await sessionFolder(numbers);
      const at = (name: string): string => join(folder, name);
      const exportTo = async (name: string, some: readonly number[]): Promise<Manifest> =>
        exportDataset(
          await localSources(some.map((number) => at(`sessions/${sessionId(number)}`))),
          {
            format,
            profile: profiles.agentnet,
            out: at(name),
            licence: 'other',
            tool: 'understudy test',
            collapse: true,
          },
        );
      try {
        await work({ at, exportTo });
      } finally {
        await remove();
      }
    };

    it('are one session, which says how many it stands for; the others lie aside', () =>
      inWorld([1, 2], async ({ at, exportTo }) => {
        const manifest = await exportTo('both', [1, 2]);
        expect(manifest.sessions).toMatchObject([{ session: sessionId(1), standsFor: 2 }]);
        expect(await checkDataset(at('both'))).toEqual([]);
        await Promise.all([exportTo('one', [1]), exportTo('other', [2])]);
        const both = Object.entries(await filesIn(at('both')));
        const rowsOf = (entries: readonly (readonly [string, string])[]) =>
          Object.fromEntries(entries.filter(([path]) => !/(dataset\.json|SHA256SUMS)$/.test(path)));
        const [aside, kept] = [true, false].map((is) =>
          both.filter(([path]) => path.startsWith('/collapsed/') === is),
        );
        expect(rowsOf(kept ?? [])).toEqual(rowsOf(Object.entries(await filesIn(at('one')))));
        const { '/outlines.jsonl': outlines, ...rows } = rowsOf(
          (aside ?? []).map(([path, data]) => [path.slice('/collapsed'.length), data]),
        );
        expect(outlines).toBeDefined();
        expect(rows).toEqual(rowsOf(Object.entries(await filesIn(at('other')))));
      }));

    it.each([
      ['the one that stands for others', 1],
      ['one that another stands for', 2],
    ])('make, without %s, what an export without it would be', (_what, gone) =>
      inWorld([1, 2, 3], async ({ at, exportTo }) => {
        await exportTo('all', [1, 2, 3]);
        await exportTo(
          'fresh',
          [1, 2, 3].filter((number) => number !== gone),
        );
        await dropSessions(at('all'), new Set([sessionId(gone)]), at('copy'));
        expect(await filesIn(at('copy'))).toEqual(await filesIn(at('fresh')));
      }),
    );
  });

  it('cannot be collapsed anew where their outlines are lost', async () => {
    const { folder, remove } = await sessionFolder([1, 2]);
    const at = (name: string): string => join(folder, name);
    try {
      await exportDataset(await localSources([at('sessions')]), {
        format: 'messages',
        profile: profiles.agentnet,
        out: at('both'),
        licence: 'other',
        tool: 'understudy test',
        collapse: true,
      });
      await rm(at('both/collapsed/outlines.jsonl'));
      const dropped = dropSessions(at('both'), new Set([sessionId(1)]), at('copy'));
      await expect(dropped).rejects.toMatchObject({ code: 'badDataset' });
      expect(await readdir(folder)).toEqual(['both', 'sessions']);
    } finally {
      await remove();
    }
  });

  it('may lack one step in twenty', () => {
    const shorter = outline(2, 0, { steps: steps(20, 0).slice(1) });
    expect(collapseNearDuplicates([outline(1, 0), shorter])).toHaveLength(1);
  });
});
