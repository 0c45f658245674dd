/** What the vault does of an erasure by itself; the keys are the keeper's, which is away here. */
import { requestErasure, type ErasureScope } from '@understudy/consent';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  announced,
  consented,
  contribute,
  manifestOf,
  putManifest,
  randomSegments,
  refusalOf,
  startVault,
  upload,
  type Contributor,
  type TestVault,
} from './world.ts';

let world: TestVault;
beforeEach(async () => {
  world = await startVault();
});
afterEach(async () => {
  await world.stop();
});

async function erase(person: Contributor, scope: ErasureScope) {
  const { contributor, device, key, vault } = person;
  const request = await requestErasure({ contributor, device, scope }, key, world.clock);
  return vault.erase({ body: { request } });
}

test('an erasure removes blobs, rows and the way back, while the keeper is away', async () => {
  const { person } = await contribute(world, [1000, 2000]);
  const answer = await erase(person, { kind: 'everything' });
  expect(answer).toMatchObject({ receipt: null, sessions: 1, segments: 2 });
  expect((await person.vault.listSessions()).sessions).toEqual([]);
  const left = await readdir(join(world.homeDir, 'blobs'), { recursive: true });
  expect(left.filter((name) => name.includes('seg_'))).toEqual([]);
  const { erasures } = await person.vault.listErasures();
  expect(erasures.map(({ state }) => state)).toEqual(['keeperPending']);
});

describe('a session that was erased never comes in again', () => {
  const from = '2020-01-01T00:00:00.000Z';
  const until = '2200-01-01T00:00:00.000Z';
  const scopes: readonly [
    string,
    (given: Awaited<ReturnType<typeof consented>>) => ErasureScope,
  ][] = [
    ['with everything', () => ({ kind: 'everything' })],
    ['with its program', ({ program }) => ({ kind: 'program', program: program.program })],
    ['with its time', () => ({ kind: 'range', from, until })],
  ];

  test.each(scopes)(
    '%s, also where it had not come before; what is new does',
    async (_, toScope) => {
      const given = await consented(world);
      const manifest = () =>
        manifestOf(world, given.person, given.consent, randomSegments(world, [10]));
      const [came, waits] = [manifest(), manifest()];
      await putManifest(given.person, came);
      // The request's time has whole milliseconds: it must not be that of the sessions.
      while (world.clock.nowMs() <= Date.parse(waits.startedAt)) await Promise.resolve();
      await erase(given.person, toScope(given));
      expect(await refusalOf(putManifest(given.person, came))).toBe('wrongState');
      expect(await refusalOf(putManifest(given.person, waits))).toBe('wrongState');
      await putManifest(given.person, manifest());
      expect((await given.person.vault.listSessions()).sessions).toHaveLength(1);
    },
  );

  test('by its own name, and no other with it', async () => {
    const { person, consent } = await consented(world);
    const [erased, other] = [0, 1].map(() =>
      manifestOf(world, person, consent, randomSegments(world, [10])),
    );
    if (erased === undefined || other === undefined) throw new Error('two manifests were made');
    await erase(person, { kind: 'sessions', sessions: [erased.session] });
    expect(await refusalOf(putManifest(person, erased))).toBe('wrongState');
    await putManifest(person, other);
  });
});

test('an upload that fails after its segment was erased leaves nothing of it', async () => {
  const { person, segment } = await announced(world, 1000);
  const { blobs } = world.vault.world;
  const append = blobs.append.bind(blobs);
  blobs.append = async (...given) => {
    await erase(person, { kind: 'everything' });
    await append(...given);
    throw new TypeError('the store never answered');
  };
  expect(await refusalOf(upload(person, segment))).not.toBe('not refused');
  expect(await Array.fromAsync(blobs.list())).toEqual([]);
});
