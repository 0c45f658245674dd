/** Where passkeys are used, changed after the set-up: by who can unseal, and seen in the log. */
import { Secret, systemClock } from '@understudy/base';
import { createNoteSigner, openFileStorage, openLog } from '@understudy/tlog';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { changeOrigins } from '../src/index.ts';
import { configSchema } from '../src/config.ts';
import { openRoot } from '../src/keys/root.ts';
import { createTagger } from '../src/keys/tag.ts';
import { requireOwnSettings, tagNextSettings } from '../src/settings-tag.ts';
import { readJson, writeJsonDurably } from '../src/store/durable.ts';
import { readTrust } from '../src/trust.ts';
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

test('a crash at any step of a change leaves a keeper that takes the old or the new ones, and no others', async () => {
  const places = placesOf(world.home);
  const config = await readJson(places.config, configSchema);
  if (config === null) throw new TypeError('no keeper was set up');
  const tagger = createTagger(await openRoot(config.protector, proof));
  const before = await readTrust(places.trust);
  const withOrigins = (given: readonly string[]) =>
    z.json().parse({
      ...JSON.parse(JSON.stringify(before)),
      relyingParty: { id: before.relyingParty.id, origins: given },
    });
  await tagNextSettings(places, tagger, withOrigins(origins));
  await requireOwnSettings(places, tagger);
  await writeJsonDurably(places.trust, withOrigins(origins));
  await requireOwnSettings(places, tagger);
  await writeJsonDurably(places.trust, withOrigins(['http://localhost:9001']));
  await expect(requireOwnSettings(places, tagger)).rejects.toMatchObject({ code: 'damaged' });
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
