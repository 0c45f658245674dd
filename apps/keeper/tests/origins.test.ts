/** Where passkeys are used, changed after the set-up: by who can unseal, and seen in the log. */
import { Secret, systemClock } from '@understudy/base';
import { createNoteSigner, openFileStorage, openLog } from '@understudy/tlog';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changeOrigins } from '../src/index.ts';
import { placesOf } from '../src/store/places.ts';
import { createWorld, passphrase, unseal, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

const proof = { kind: 'passphrase', passphrase: new Secret(passphrase) } as const;
const origins = ['http://localhost:9000'];

/** What the log says of the settings at the next unsealing. */
async function settingsAtUnseal(): Promise<string | undefined> {
  const { url } = await world.start();
  await unseal(url);
  await world.stopAll();
  const places = placesOf(world.home);
  const signer = createNoteSigner(new Secret((await readFile(places.logKey, 'utf8')).trim()));
  const log = await openLog(await openFileStorage(places.log), signer, systemClock);
  let settings: string | undefined;
  for await (const { entry } of log.entries()) {
    if (entry.kind === 'unseal') settings = entry.settings;
  }
  await log.close();
  return settings;
}

test('the console’s addresses are changed by who can unseal, and the log shows that they were', async () => {
  const before = await settingsAtUnseal();
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(await changeOrigins(world.home, origins, proof)).toBe(true);
  expect(await changeOrigins(world.home, origins, proof)).toBe(false);
  const after = await settingsAtUnseal();
  expect(after).toMatch(/^[0-9a-f]{64}$/);
  expect(after).not.toBe(before);
});

test.each([
  ['a wrong proof', origins, { ...proof, passphrase: new Secret('wrong') }],
  ['an address of another domain', ['https://example.org'], proof],
  ['an address with a path', ['http://localhost:9000/console'], proof],
])('they stay as they are with %s', async (_, wanted, given) => {
  const before = await settingsAtUnseal();
  await expect(changeOrigins(world.home, wanted, given)).rejects.toThrow();
  expect(await settingsAtUnseal()).toBe(before);
});
