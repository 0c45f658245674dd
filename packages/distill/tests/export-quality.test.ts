import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportDataset, localSources, parseQualityRecords, profiles } from '../src/index.ts';
import { sessionFolder, sessionId } from './session.ts';

let world: Awaited<ReturnType<typeof sessionFolder>>;
beforeEach(async () => {
  world = await sessionFolder([1, 2]);
});
afterEach(() => world.remove());

const record = {
  session: sessionId(1),
  verdict: 'verified',
  reasons: ['the outcome is there'],
  steps: [
    { index: 0, kind: 'click', by: 'structure', redundant: true },
    { index: 1, kind: 'type', by: 'structure', redundant: false },
    { index: 2, kind: 'terminate', by: 'time', redundant: null },
  ],
};

describe('quality records', () => {
  it('are refused where a line is none, with its number', () => {
    expect(() => parseQualityRecords(`${JSON.stringify(record)}\n{"score": 5}\n`)).toThrow(
      'Line 2 is no quality record.',
    );
  });

  it('go with their sessions into the dataset and its card', async () => {
    const out = join(world.folder, 'out');
    const manifest = await exportDataset(await localSources([join(world.folder, 'sessions')]), {
      format: 'parquet',
      profile: profiles.agentnet,
      out,
      licence: 'other',
      tool: 'understudy test',
      quality: parseQualityRecords(JSON.stringify(record)),
    });
    const seen = [
      '2 of 2 steps have a picture of before them',
      '1 of 1 pointer steps name their control',
    ];
    expect(manifest.sessions.map(({ quality }) => quality)).toEqual([
      {
        verdict: 'verified',
        reasons: ['the outcome is there', ...seen],
        foundBy: { structure: 2, time: 1 },
        redundant: [0],
      },
      { verdict: 'notReplayed', reasons: seen, foundBy: {}, redundant: [] },
    ]);
    const card = await readFile(join(out, 'README.md'), 'utf8');
    expect(card).toContain('| not replayed | 1 |\n| verified | 1 |');
  });
});
