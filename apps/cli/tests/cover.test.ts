/** A contributor's own rules, from the file that they write to what every recording covers. */
import { readRules } from '@understudy/companion';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownHome } from '../src/own-home.ts';
import { runCli } from './up-process.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'understudy-cover-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function cover(written: string) {
  const file = join(dir, 'rules.json');
  await writeFile(file, written);
  const answered = await runCli(['--home', join(dir, 'home'), 'cover', '--set', file]);
  await rm(file);
  return answered;
}
const kept = async () => readRules(await ownHome({ homeDir: () => join(dir, 'home') }));

test('what is set is what recordings cover, and stands nowhere plain', async () => {
  const rules = {
    terms: ['Project Nightjar'],
    patterns: [{ name: 'case', pattern: 'CASE-\\d{6}' }],
  };
  const { code, out } = await cover(JSON.stringify(rules));
  expect([code, out]).toEqual([0, expect.stringContaining('1 terms, 1 patterns, 0 areas')]);
  expect(await kept()).toEqual({ ...rules, areas: [] });
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name), 'latin1');
    expect(bytes).not.toMatch(/nightjar/i);
  }
});

test.each([
  ['no JSON', 'Nightjar', 'not even JSON'],
  ['an unknown part', '{"term":["Nightjar"]}', 'no rules'],
  ['an area without a size', '{"areas":[{"app":"x","x":0,"y":0}]}', 'areas.0.width'],
  [
    'a pattern that may not end',
    '{"patterns":[{"name":"a","pattern":"(a|aa)+$"}]}',
    'too many ways',
  ],
  [
    'one of many ways',
    '{"patterns":[{"name":"a","pattern":"\\\\d{1,90}\\\\d{1,90}\\\\d{1,90}x"}]}',
    'too many ways',
  ],
  ['a term of blanks', '{"terms":["  "]}', 'terms.0'],
])(
  '%s is refused, by its place and without its words, and nothing changes',
  async (_, file, why) => {
    const { code, err } = await cover(file);
    expect([code, err]).toEqual([1, expect.stringContaining(why)]);
    expect(err).not.toContain('Nightjar');
    expect(await kept()).toEqual({ terms: [], patterns: [], areas: [] });
  },
);
