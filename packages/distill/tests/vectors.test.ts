/** Conformance: the vectors of spec/dataset.md, must-reject before must-accept. */
import type { RecordingEvent } from '@understudy/recording';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDataset, createReducer, profileFromName } from '../src/index.ts';

const home = join(import.meta.dirname, '../../../spec/vectors/dataset');
const names = (await readdir(home)).toSorted();

async function vector(name: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(home, name), 'utf8')) as Record<string, unknown>;
}

describe('a dataset that must be rejected, or be told of', () => {
  it.each(names.filter((name) => /^(reject|notice)-/.test(name)))('%s', async (name) => {
    const { files, problem } = await vector(name);
    const isNotice = name.startsWith('notice-');
    const folder = await mkdtemp(join(tmpdir(), 'understudy-vector-'));
    try {
      for (const [path, content] of Object.entries(files as Record<string, unknown>)) {
        await mkdir(join(folder, path, '..'), { recursive: true });
        const text = typeof content === 'string' ? content : JSON.stringify(content);
        await writeFile(join(folder, path), text);
      }
      const problems = await checkDataset(folder);
      const found = problems.find(({ what }) => what === problem);
      expect(found?.isNotice ?? false).toBe(isNotice);
      expect(found?.what).toBe(problem);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('events that must reduce to these actions', () => {
  it.each(names.filter((name) => name.startsWith('reduce-')))('%s', async (name) => {
    const { profile, events, actions, counts } = await vector(name);
    const reducer = createReducer(profileFromName(String(profile)));
    const reduced = [...reducer.push(events as RecordingEvent[]), ...reducer.finish()];
    expect(reduced).toEqual(actions);
    expect(reducer.counts()).toEqual(counts);
  });
});
