/** What a person always wants covered, as their pages set it: added, taken away, refused where it would not hold. */
import { systemClock, systemRandom } from '@understudy/base';
import { createCompanionClient, type CompanionClient } from '@understudy/courier';
import type { CoverRule } from '@understudy/protocol';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCompanionService } from '../src/api/service.ts';
import { createCompanion, type Companion } from '../src/companion.ts';
import { openHome, paths, type Home } from '../src/home.ts';
import { writeRules } from '../src/rules.ts';
import { takeout } from '../src/takeout.ts';

const none = { terms: [], patterns: [], areas: [] };
const nightjar: CoverRule = { kind: 'term', term: 'Project Nightjar' };
const cases: CoverRule = {
  kind: 'pattern',
  pattern: { name: 'case number', pattern: 'CASE-\\d{6}' },
};
const footer: CoverRule = {
  kind: 'area',
  area: { app: 'mousepad', x: 0, y: 900, width: 1920, height: 180 },
};

let home: Home;
let companion: Companion;
let page: CompanionClient;
beforeEach(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-home-'));
  home = await openHome(dir, systemClock, systemRandom);
  companion = await createCompanion({
    home,
    openSource: () => Promise.reject(new Error('No screen is needed here.')),
  });
  const service = createCompanionService(companion);
  page = createCompanionClient({
    baseUrl: 'http://companion.invalid',
    send: (request) => service.answer(request),
  });
});
afterEach(async () => {
  await companion.close();
  await rm(home.dir, { recursive: true });
});

test('rules are added one by one, once each, and taken away again; they stand nowhere plain', async () => {
  expect(await page.call('listCover')).toEqual(none);
  for (const body of [nightjar, cases, footer, nightjar]) await page.call('addCover', { body });
  expect(await page.call('listCover')).toEqual({
    terms: [nightjar.term],
    patterns: [cases.pattern],
    areas: [footer.area],
  });
  expect(await readFile(paths.rules(home), 'latin1')).not.toMatch(/nightjar|CASE-/i);
  for (const body of [cases, footer]) await page.call('removeCover', { body });
  expect(await page.call('removeCover', { body: nightjar })).toEqual(none);
});

test('a takeout carries them, as the command line takes them', async () => {
  const key = join(home.dir, 'my-key');
  execFileSync('age-keygen', ['-o', key], { stdio: 'pipe' });
  const recipient = execFileSync('age-keygen', ['-y', key]).toString().trim();
  const filesOf = async (): Promise<Buffer> => {
    const sealed = Buffer.concat(await Array.fromAsync(takeout(home, recipient)));
    return execFileSync('age', ['-d', '-i', key], { input: sealed });
  };
  expect(execFileSync('tar', ['-t'], { input: await filesOf() }).toString()).not.toMatch('cover');
  await page.call('addCover', { body: nightjar });
  const told = execFileSync('tar', ['-xO', 'cover.json'], { input: await filesOf() });
  expect(JSON.parse(told.toString())).toEqual({ ...none, terms: [nightjar.term] });
});

test.each([
  ['that is no expression', '(', 'is not a regular expression'],
  ['that may not end', '(a|aa)+$', 'can be tried in too many ways'],
])('a pattern %s is refused by its name, and nothing changes', async (_, pattern, why) => {
  await page.call('addCover', { body: nightjar });
  const body = { kind: 'pattern', pattern: { name: 'badge', pattern } } as const;
  await expect(page.call('addCover', { body })).rejects.toMatchObject({
    message: expect.stringContaining(`The rule "badge" ${why}`),
    details: { code: 'badRule' },
  });
  expect(await page.call('listCover')).toEqual({ ...none, terms: [nightjar.term] });
});

test.each<[string, CoverRule]>([
  ['words that are blank', { kind: 'term', term: '  ' }],
  ['words that are longer than a rule', { kind: 'term', term: 'x'.repeat(501) }],
  ['an area without a size', { kind: 'area', area: { ...footer.area, width: 0 } }],
])('%s are refused', async (_, body) => {
  await expect(page.call('addCover', { body })).rejects.toMatchObject({ code: 'badRequest' });
  expect(await page.call('listCover')).toEqual(none);
});

test('where all places are taken, the next rule is refused and the others stay', async () => {
  const terms = Array.from({ length: 5000 }, (_, index) => `${index} ${'x'.repeat(490)}`);
  await writeRules(home, { ...none, terms });
  await expect(page.call('addCover', { body: nightjar })).rejects.toMatchObject({
    details: { code: 'badRules' },
  });
  expect((await page.call('listCover')).terms).toEqual(terms);
});

test('rules that cannot be read are neither shown as none nor written over', async () => {
  await writeFile(paths.rules(home), 'no age file');
  const refused = { details: { code: 'badRules' } };
  await expect(page.call('listCover')).rejects.toMatchObject(refused);
  await expect(page.call('addCover', { body: nightjar })).rejects.toMatchObject(refused);
  expect(await readFile(paths.rules(home), 'utf8')).toBe('no age file');
});
