import { createId, systemClock, systemRandom } from '@understudy/base';
import { generateSigningKey } from '@understudy/consent';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHome, type Home } from '../src/home.ts';
import { joinFromText } from '../src/join.ts';

let dir: string;
let home: Home;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'understudy-join-'));
  home = await openHome(dir, systemClock, systemRandom);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function joinText(change: Readonly<Record<string, unknown>>): Promise<string> {
  const { publicJwk } = await generateSigningKey();
  return JSON.stringify({
    vault: 'https://vault.example.org',
    keeper: 'https://keeper.example.org',
    stewards: [{ steward: createId('steward', systemClock, systemRandom), publicJwk }],
    keeperKeys: [publicJwk],
    ...change,
  });
}

test.each([
  ['names no key of the log', {}],
  ['names none, and only its vault is on this machine', { vault: 'http://127.0.0.1:7410' }],
  [
    'names none, at a host that only looks local',
    {
      vault: 'http://localhost.example.org',
      keeper: 'http://127.0.0.1.example.org',
    },
  ],
])('a join file that %s is refused', async (_what, change) => {
  await expect(joinFromText(home, await joinText(change), 'join.json')).rejects.toThrow('logKey');
});

test.each([
  ['names the key of the log', { logKey: 'log+1+key' }],
  [
    'names several keepers',
    { logKey: 'log+1+key', keeper: 'https://one.example.org,https://two.example.org' },
  ],
  [
    'names none, with everything on this machine',
    {
      vault: 'http://127.0.0.1:7410',
      keeper: 'http://localhost:7411',
    },
  ],
])('a join file that %s is taken', async (_what, change) => {
  await expect(joinFromText(home, await joinText(change), 'join.json')).resolves.toBeDefined();
});
