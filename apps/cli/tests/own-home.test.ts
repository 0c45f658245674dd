/** Which folder the contributor's verbs mean. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownHome } from '../src/own-home.ts';

test.each([
  ['itself, where nobody joined yet', [], '.'],
  ['itself, where its person joined', ['.'], '.'],
  ['the contributor’s part of a home of `understudy up`', ['contributor'], 'contributor'],
  ['itself, where its person joined beside `understudy up`', ['.', 'contributor'], '.'],
])('a home means %s', async (_, joined, meant) => {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-own-home-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  for (const part of joined) {
    await mkdir(join(dir, part), { recursive: true });
    await writeFile(join(dir, part, 'config.json'), '{}');
  }
  expect((await ownHome({ homeDir: () => dir })).dir).toBe(join(dir, meant));
});
