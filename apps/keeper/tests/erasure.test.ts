import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createId, Secret, systemRandom, type SessionId } from '@understudy/base';
import {
  enrolDevice,
  erasureRequestToSha256,
  requestErasure,
  revokeDevice,
  verifyErasureReceipt,
  type ErasureScope,
} from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { openSegment } from '@understudy/seal';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backupKeeper, restoreKeeper } from '../src/index.ts';
import { readConfig } from '../src/config.ts';
import { listEpochRoots, openEpochRoot } from '../src/keys/epoch-root.ts';
import { keyFiles } from '../src/keys/key-file.ts';
import { openRoot } from '../src/keys/root.ts';
import { unwrapBytes } from '../src/keys/wrap.ts';
import { placesOf } from '../src/store/places.ts';
import {
  collect,
  createContributor,
  createEvidence,
  createGrant,
  createProgram,
  createSession,
  createTurnedClock,
  createWorld,
  passphrase,
  startWithSession,
  unseal,
  type Contributor,
  type TurnedClock,
  type World,
} from './world.ts';

const dayMs = 86_400_000;
const retentionDays = 2;
let world: World;
let clock: TurnedClock;
let scratch: string;
beforeEach(async () => {
  clock = createTurnedClock();
  world = await createWorld({ clock, retentionDays });
  scratch = await mkdtemp(join(tmpdir(), 'understudy-backups-'));
});
afterEach(async () => {
  await world.end();
  await rm(scratch, { recursive: true, force: true });
});

const setUp = () => startWithSession(world, [Uint8Array.of(1, 2, 3)]);

async function requestOf(person: Contributor, scope: ErasureScope) {
  const { contributor, device, key } = person;
  return requestErasure({ contributor, device, scope }, key, clock);
}

/** How many private keys of a home the right passphrase brings to light, with those epoch roots. */
async function keysThatOpen(home: string, rootsFolder: string): Promise<number> {
  return (await sessionsThatOpen(home, rootsFolder)).length;
}

/** The same as the sessions that they open; null stands for a program's key. */
async function sessionsThatOpen(
  home: string,
  rootsFolder: string,
): Promise<readonly (SessionId | null)[]> {
  const places = placesOf(home);
  const { protector } = await readConfig(places.config);
  const opened: (SessionId | null)[] = [];
  for await (const file of keyFiles(places.keys)) {
    const { contributor, program, session, recipient, createdAtMs, day, wrapped } = file;
    const root = await openRoot(protector, {
      kind: 'passphrase',
      passphrase: new Secret(passphrase),
    });
    const epochRoot = await openEpochRoot(rootsFolder, day, root);
    if (epochRoot === null) continue;
    const own = session === null ? {} : { session };
    const context = { use: 'identity', contributor, program, ...own, recipient, createdAtMs, day };
    unwrapBytes(wrapped, epochRoot, context);
    opened.push(session);
  }
  return opened;
}

/** Backups of the home, one after the other, all of them kept. */
function keepGenerations() {
  const generations: string[] = [];
  const backUp = async (): Promise<void> => {
    const out = join(scratch, `generation-${generations.length}`);
    await backupKeeper(world.home, out);
    generations.push(out);
  };
  return { generations, backUp };
}

/** Into another home, with the newest log, as any mirror has it, and the roots, which outlive the disk. */
async function restoreWithNewestLog(backup: string): Promise<string> {
  const home = join(scratch, 'restored');
  await restoreKeeper(backup, home);
  await rm(join(home, 'log'), { recursive: true });
  await cp(join(world.home, 'log'), join(home, 'log'), { recursive: true });
  await cp(join(world.home, 'roots'), join(home, 'roots'), { recursive: true });
  return home;
}

test('erasing everything ends every release at once, and gives a signed receipt', async () => {
  const { client, evidence, person, keeper } = await setUp();
  await client.authorizeReleases({ body: await evidence() });
  const body = await evidence();
  const answer = await client.erase({
    body: { request: await requestOf(person, { kind: 'everything' }) },
  });
  await expect(client.authorizeReleases({ body })).rejects.toMatchObject({ code: 'notAllowed' });
  const receipt = await verifyErasureReceipt(answer.receipt, [keeper.core.serviceKey.publicJwk]);
  expect(receipt).toMatchObject({ kind: 'atOnce', keysDestroyed: 1 });
  expect(await keeper.core.pseudonyms.find(person.contributor)).toBeNull();
  expect(await Array.fromAsync(keyFiles(keeper.core.places.keys))).toEqual([]);
});

test('erasing is taken while the keeper is sealed, and the same request answers the same', async () => {
  const { client, person, url } = await setUp();
  await createKeeperClient({ baseUrl: url, key: world.people.operator, clock }).seal();
  const request = await requestOf(person, { kind: 'everything' });
  const first = await client.erase({ body: { request } });
  expect(await client.erase({ body: { request } })).toEqual(first);
});

test('an enrolment from before everything was erased makes nobody known again; a new one does', async () => {
  const { client, person, keeper } = await setUp();
  clock.turn(3_600_000);
  await client.erase({ body: { request: await requestOf(person, { kind: 'everything' }) } });
  const { contributor, device, key, own, enrolment } = person;
  await expect(client.enrolDevice({ body: { enrolment } })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await keeper.core.pseudonyms.find(contributor)).toBeNull();
  const anew = await enrolDevice({ contributor, device, recipient: own.recipient }, key, clock);
  const { pseudonym } = await client.enrolDevice({ body: { enrolment: anew } });
  expect(pseudonym).not.toBe(person.pseudonym);
});

test.each(['everything', 'program'] as const)(
  'an erasure (%s) that a crash cut off after its log entry has its receipt after the next start',
  async (kind) => {
    const { client, keeper, person, program, stop } = await setUp();
    const { journal } = keeper.core;
    const append = journal.append.bind(journal);
    journal.append = async (entries) => {
      await append(entries);
      throw new Error('The process ends here.');
    };
    const scope = kind === 'program' ? { kind, program: program.program.program } : { kind };
    const request = await requestOf(person, scope);
    await expect(client.erase({ body: { request } })).rejects.toThrow();
    await stop();

    const again = await world.start();
    expect(await Array.fromAsync(keyFiles(placesOf(world.home).keys))).toEqual([]);
    const { size } = again.keeper.core.journal.facts;
    const { receipt } = await createKeeperClient({ baseUrl: again.url, clock }).erase({
      body: { request },
    });
    const keys = [again.keeper.core.serviceKey.publicJwk];
    expect(await verifyErasureReceipt(receipt, keys)).toMatchObject({
      kind: 'atOnce',
      keysDestroyed: 1,
    });
    expect(again.keeper.core.journal.facts.size).toBe(size);
  },
);

test('an erasure that a failing disk cut off is made whole when it is asked for again', async () => {
  const { client, keeper, person } = await setUp();
  const { pseudonyms, serviceKey, places } = keeper.core;
  const shred = pseudonyms.shred.bind(pseudonyms);
  pseudonyms.shred = async (contributor) => {
    await shred(contributor);
    throw new Error('The disk fails here.');
  };
  const request = await requestOf(person, { kind: 'everything' });
  await expect(client.erase({ body: { request } })).rejects.toThrow();
  pseudonyms.shred = shred;
  // A backup of that moment knows of it too: it is made whole where that is restored.
  const backup = join(scratch, 'half');
  await backupKeeper(world.home, backup);
  expect(await readdir(join(backup, 'erasing'))).toHaveLength(1);
  const { receipt } = await client.erase({ body: { request } });
  expect(await verifyErasureReceipt(receipt, [serviceKey.publicJwk])).toMatchObject({
    kind: 'atOnce',
    keysDestroyed: 1,
  });
  expect(await readdir(places.erasing)).toEqual([]);
});

test('a keeper that was killed while it overwrote a key starts again, without that key', async () => {
  const { keeper, person, program, stop } = await setUp();
  const { keys } = keeper.core.places;
  await stop();
  const key = join(keys, person.contributor, `${program.program.program}.json`);
  await writeFile(key, new Uint8Array((await readFile(key)).length));
  const { url } = await world.start();
  await unseal(url);
  expect(await Array.fromAsync(keyFiles(keys))).toEqual([]);
});

test('only the contributor’s own devices erase', async () => {
  const { client, person, url, program } = await setUp();
  const other = await createContributor(world, url, program);
  const request = await requestErasure(
    { contributor: person.contributor, device: person.device, scope: { kind: 'everything' } },
    other.key,
    clock,
  );
  await expect(client.erase({ body: { request } })).rejects.toThrow();
});

test('a device that was revoked erases nothing', async () => {
  const { client, person, keeper } = await setUp();
  const { contributor, device, key } = person;
  const by = { kind: 'steward', steward: world.people.anna.steward } as const;
  const revocation = await revokeDevice(
    { contributor, device, reason: 'lost', by },
    world.people.anna.key,
    clock,
  );
  await client.revokeDevice({ body: { revocation } });
  const request = await requestErasure(
    { contributor, device, scope: { kind: 'everything' } },
    key,
    clock,
  );
  await expect(client.erase({ body: { request } })).rejects.toMatchObject({
    code: 'badSignature',
  });
  expect(await Array.fromAsync(keyFiles(keeper.core.places.keys))).toHaveLength(1);
});

test('a steward’s other text of a program ends no retention early', async () => {
  const { client, person, program, keeper } = await setUp();
  const forged = await createProgram(world, {
    ...program.program,
    retentionDays: 1,
    startsAt: new Date(clock.nowMs() - 9 * dayMs).toISOString(),
    endsAt: new Date(clock.nowMs() - 5 * dayMs).toISOString(),
  });
  const body = { program: forged.signed, receipt: person.receipt, manifest: null };
  await expect(client.expire({ body })).rejects.toMatchObject({ code: 'notAllowed' });
  expect(await Array.fromAsync(keyFiles(keeper.core.places.keys))).toHaveLength(1);
});

test('a device and the vault that bring a request at once get the same receipt, logged once', async () => {
  const { client, person, keeper } = await setUp();
  const request = await requestOf(person, { kind: 'everything' });
  const size = keeper.core.journal.facts.size;
  const [first, second] = await Promise.all([
    client.erase({ body: { request } }),
    client.erase({ body: { request } }),
  ]);
  expect(second).toEqual(first);
  expect(keeper.core.journal.facts.size).toBe(size + 1);
});

test('the name of an erasure in the log gives nobody its receipt', async () => {
  const { client, person } = await setUp();
  const request = await requestOf(person, { kind: 'everything' });
  const { erasure, receipt } = await client.erase({ body: { request } });
  const inLog = erasureRequestToSha256(request);
  for (const guess of [inLog, `${inLog}-${'0'.repeat(32)}`]) {
    await expect(client.erasure({ params: { erasure: guess } })).rejects.toMatchObject({
      code: 'notAvailable',
    });
  }
  expect((await client.erasure({ params: { erasure } })).receipt).toBe(receipt);
});

test('a request may name more sessions than one entry of the log', async () => {
  const { client, person, session, evidence } = await setUp();
  const others = Array.from({ length: 1000 }, () => createId('session', clock, systemRandom));
  const scope = { kind: 'sessions', sessions: [...others, session.session] } as const;
  const body = await evidence();
  await client.erase({ body: { request: await requestOf(person, scope) } });
  await expect(client.authorizeReleases({ body })).rejects.toMatchObject({ code: 'notAllowed' });
});

test('a program’s key is destroyed; a consent given afterwards begins anew', async () => {
  const { client, person, program, evidence } = await setUp();
  await client.erase({
    body: {
      request: await requestOf(person, { kind: 'program', program: program.program.program }),
    },
  });
  await expect(client.authorizeReleases({ body: await evidence() })).rejects.toThrow();
  const again = await person.client.recipient({ body: { program: program.signed } });
  expect(again.recipient).not.toBe(person.recipient);
  clock.turn(1000);
  const grant = await createGrant(world, program.program);
  const session = await createSession(world, program, { ...person, recipient: again.recipient }, [
    Uint8Array.of(1),
  ]);
  const body = await createEvidence(world, { grant, program, person, session });
  await expect(client.authorizeReleases({ body })).resolves.toBeDefined();
});

test('the final receipt comes when the last epoch root that wrapped the key is gone', async () => {
  const { client, person, keeper, url } = await setUp();
  const { erasure, finalAt } = await client.erase({
    body: { request: await requestOf(person, { kind: 'everything' }) },
  });
  for (let day = 0; day <= retentionDays; day += 1) {
    expect((await client.erasure({ params: { erasure } })).final).toBeNull();
    clock.turn(dayMs);
    await keeper.maintain();
  }
  expect(clock.nowMs()).toBeGreaterThanOrEqual(Date.parse(finalAt));
  const { final } = await createKeeperClient({ baseUrl: url }).erasure({ params: { erasure } });
  const receipt = await verifyErasureReceipt(final ?? '', [keeper.core.serviceKey.publicJwk]);
  expect(receipt).toMatchObject({ kind: 'final', epochRootsDestroyed: 1 });
});

test('after the final receipt, no kept backup of any generation opens anything of it', async () => {
  const { client, person, keeper, stop } = await setUp();
  const { roots } = keeper.core.places;
  const { generations, backUp } = keepGenerations();
  const nextDay = async (): Promise<void> => {
    clock.turn(dayMs);
    await keeper.maintain();
    await backUp();
  };
  await backUp();
  await nextDay();
  // The control: while its roots live, a stolen backup with the passphrase does open.
  expect(await keysThatOpen(generations[1] ?? '', roots)).toBe(1);

  const { erasure } = await client.erase({
    body: { request: await requestOf(person, { kind: 'everything' }) },
  });
  await backUp();
  while ((await client.erasure({ params: { erasure } })).final === null) await nextDay();
  await stop();

  expect(generations.length).toBeGreaterThan(4);
  for (const backup of generations) {
    // Without roots/ (a backup alone), and with the roots that still live.
    expect(await keysThatOpen(backup, join(backup, 'roots'))).toBe(0);
    expect(await keysThatOpen(backup, roots)).toBe(0);
  }
  expect(await listEpochRoots(roots)).toHaveLength(retentionDays + 1);
});

test('a backup restored before the final receipt is brought up to the log: the key goes again', async () => {
  const { client, person, stop, evidence } = await setUp();
  const backup = join(scratch, 'before');
  await backupKeeper(world.home, backup);
  const body = await evidence();
  await client.erase({ body: { request: await requestOf(person, { kind: 'everything' }) } });
  await stop();
  const home = await restoreWithNewestLog(backup);
  expect(await keysThatOpen(home, join(home, 'roots'))).toBe(1);

  const { url } = await world.start(home);
  await unseal(url);
  expect(await Array.fromAsync(keyFiles(placesOf(home).keys))).toEqual([]);
  const restored = createKeeperClient({ baseUrl: url, clock });
  await expect(restored.authorizeReleases({ body })).rejects.toThrow();
});

test('a restored backup whose roots are gone stays dead, and keeps no keeper from opening', async () => {
  const { keeper, stop, program, person } = await setUp();
  const backup = join(scratch, 'dead');
  await backupKeeper(world.home, backup);
  clock.turn((retentionDays + 2) * dayMs);
  await keeper.maintain();
  await stop();
  const home = await restoreWithNewestLog(backup);

  const { url, keeper: restored } = await world.start(home);
  await unseal(url);
  const name = { contributor: person.contributor, program: program.program.program, session: null };
  await expect(restored.core.lock.requireOpen().identity(name)).rejects.toMatchObject({
    code: 'missing',
  });
});

test('a log that lost entries is refused where the roots folder knows better', async () => {
  const { client, person, stop } = await setUp();
  const backup = join(scratch, 'old');
  await backupKeeper(world.home, backup);
  await client.erase({ body: { request: await requestOf(person, { kind: 'everything' }) } });
  await stop();
  const again = await world.start();
  await again.stop();
  const home = join(scratch, 'restored');
  await restoreKeeper(backup, home);
  await cp(join(world.home, 'roots'), join(home, 'roots'), { recursive: true });
  await expect(world.start(home)).rejects.toMatchObject({ code: 'rolledBack' });
});

describe('a session with a key of its own', () => {
  async function setUpSessions() {
    const parts = await setUp();
    const { program, person, client } = parts;
    const erased = await createSession(world, program, person, [Uint8Array.of(1)], {
      ownKey: true,
    });
    clock.turn(60_000);
    const kept = await createSession(world, program, person, [Uint8Array.of(2)], { ownKey: true });
    const grant = await createGrant(world, program.program);
    const read = async (session: typeof kept) => {
      const body = await createEvidence(world, { grant, program, person, session });
      const [release] = (await client.authorizeReleases({ body })).releases;
      return collect(
        await client.openRelease({
          params: { release: release?.release ?? '' },
          body: session.segments[0]?.bytes ?? new Uint8Array(),
        }),
      );
    };
    const erase = async (scope: ErasureScope) =>
      client.erase({ body: { request: await requestOf(person, scope) } });
    return { ...parts, erased, kept, read, erase };
  }

  test('is opened by that key, and not by the program’s', async () => {
    const { kept, read, keeper, person, program } = await setUpSessions();
    expect((await read(kept)).length).toBeGreaterThan(0);
    const { contributor } = person;
    const keyring = keeper.core.lock.requireOpen();
    const name = { contributor, program: program.program.program };
    const own = await keyring.identity({ ...name, session: kept.session });
    const programs = await keyring.identity({ ...name, session: null });
    const { bytes } = kept.segments[0] ?? { bytes: new Uint8Array() };
    await expect(collect(openSegment(bytes, programs))).rejects.toMatchObject({
      code: 'notForThisKey',
    });
    expect(Buffer.from(await collect(openSegment(bytes, own)))).toEqual(Buffer.of(2));
  });

  test.each(['sessions', 'range'] as const)(
    'dies when its contributor erases it (%s); the others live on',
    async (kind) => {
      const { erased, kept, read, erase, keeper } = await setUpSessions();
      const at = clock.nowMs();
      const { receipt } = await erase(
        kind === 'sessions'
          ? { kind, sessions: [erased.session] }
          : {
              kind,
              from: new Date(at - 90_000).toISOString(),
              until: new Date(at - 30_000).toISOString(),
            },
      );
      const opened = await verifyErasureReceipt(receipt, [keeper.core.serviceKey.publicJwk]);
      expect(opened).toMatchObject({ kind: 'atOnce', keysDestroyed: 1 });
      await expect(read(erased)).rejects.toMatchObject({ code: 'notAllowed' });
      expect((await read(kept)).length).toBeGreaterThan(0);
    },
  );

  test('gets no new key once it was erased', async () => {
    const { erased, erase, person, program } = await setUpSessions();
    await erase({ kind: 'sessions', sessions: [erased.session] });
    await expect(
      person.client.recipient({ body: { program: program.signed, session: erased.session } }),
    ).rejects.toMatchObject({ code: 'notAllowed' });
  });

  test('is opened by no kept backup of any generation after the final receipt', async () => {
    const { erased, erase, client, keeper } = await setUpSessions();
    const { roots } = keeper.core.places;
    const { generations, backUp } = keepGenerations();
    await backUp();
    const { erasure } = await erase({ kind: 'sessions', sessions: [erased.session] });
    expect(await sessionsThatOpen(generations[0] ?? '', roots)).toContain(erased.session);
    while ((await client.erasure({ params: { erasure } })).final === null) {
      await backUp();
      clock.turn(dayMs);
      await keeper.maintain();
    }
    for (const backup of generations) {
      expect(await sessionsThatOpen(backup, roots)).not.toContain(erased.session);
    }
    expect(await sessionsThatOpen(world.home, roots)).toHaveLength(2);
  });
});
