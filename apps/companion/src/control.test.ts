/** One companion a home, whatever became of the one before. */
import { systemClock, systemRandom } from '@understudy/base';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimHome } from './control.ts';
import { openHome, type Home } from './home.ts';

let home: Home;
beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-claim-'));
  home = await openHome(dir, systemClock, systemRandom);
});
afterAll(() => rm(home.dir, { recursive: true, force: true }));

test('a home that a companion holds is refused to another until it is given up', async () => {
  const release = await claimHome(home);
  await expect(claimHome(home)).rejects.toMatchObject({ code: 'alreadyRecording' });
  await release();
  await (
    await claimHome(home)
  )();
});

test('a companion that was killed holds its home no longer', async () => {
  const control = fileURLToPath(new URL('control.ts', import.meta.url));
  const killed = spawnSync(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { claimHome } = await import(${JSON.stringify(control)});
    await claimHome({ dir: ${JSON.stringify(home.dir)} });
    process.kill(process.pid, 'SIGKILL');`,
  ]);
  expect(killed.signal).toBe('SIGKILL');
  await (
    await claimHome(home)
  )();
});
