/** From a sealed session on this device to the vault, and what stands in its way. */
import { decodeSegment } from '@understudy/recording';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markReviewed, shareSession } from '../src/decisions.ts';
import { deliver } from '../src/deliver.ts';
import { eraseLocally } from '../src/erasures.ts';
import { paths } from '../src/home.ts';
import { listPending, type Pending } from '../src/outbox.ts';
import { cutSession } from '../src/review/edits.ts';
import { openOwnSegment } from '../src/review/open-own.ts';
import { enrolAtVault } from '../src/servers.ts';
import { readSession, withSessionLock } from '../src/sessions.ts';
import { withdrawLocally } from '../src/withdrawal.ts';
import { createContributor, makeSession, segmentNs, type TestContributor } from './contributor.ts';
import { startServers, type TestServers } from './servers.ts';

let world: TestServers;
let person: TestContributor;
beforeAll(async () => {
  world = await startServers();
});
afterAll(() => world.stop());

describe('a session that was sealed', () => {
  test('is shared only after it was reviewed', async () => {
    person = await createContributor(world);
    const session = await makeSession(person);
    await expect(shareSession(person.home, session)).rejects.toMatchObject({ code: 'notReviewed' });
    await person.remove();
  });

  test('reaches the vault whole, and its state says so', async () => {
    person = await createContributor(world);
    const session = await makeSession(person, { segments: 3 });
    await markReviewed(person.home, session, 'person');
    await shareSession(person.home, session);
    const delivery = await deliver(person.home, person.servers);
    expect(delivery).toMatchObject({ waiting: [], refused: [] });
    expect(await readSession(person.home, session)).toMatchObject({ status: { kind: 'shared' } });
    const { sessions } = await person.servers.vault.listSessions();
    expect(sessions).toHaveLength(1);
    expect(sessions[0]?.segments.map(({ complete }) => complete)).toEqual([true, true, true]);
    await person.remove();
  });

  test('opens with the contributor’s own key only', async () => {
    person = await createContributor(world);
    const session = await makeSession(person);
    const state = await readSession(person.home, session);
    const [line] = state.segments;
    if (line === undefined) throw new Error('no segment');
    const { header, events } = await openOwnSegment(person.home, state, line);
    expect(header.session).toBe(session);
    expect(events.length).toBeGreaterThan(5);
    const sealed = await readFile(paths.segment(person.home, session, line.segment));
    await expect(decodeSegment(sealed)).rejects.toThrow();
    await person.remove();
  });

  test('waits while the vault is down, and goes on where it stopped', async () => {
    person = await createContributor(world);
    const session = await makeSession(person, { segments: 2 });
    await markReviewed(person.home, session, 'person');
    await world.stopVault();
    await shareSession(person.home, session);
    const down = await deliver(person.home, person.servers);
    expect(down.delivered).toEqual([]);
    expect(down.waiting.map(({ pending }) => pending.kind)).toEqual(['receipt', 'session']);
    expect(down.waiting[0]?.words).toContain('does not answer');
    await world.startVault();
    await deliver(person.home, person.servers);
    expect(await readSession(person.home, session)).toMatchObject({ status: { kind: 'shared' } });
    expect(await listPending(person.home)).toEqual([]);
    await person.remove();
  });

  test('goes on from the half that the vault has', async () => {
    person = await createContributor(world);
    const session = await makeSession(person, { segments: 1 });
    await markReviewed(person.home, session, 'person');
    const { segments } = await shareSession(person.home, session);
    const [line] = segments;
    if (line === undefined) throw new Error('no segment');
    // As a connection that broke off would leave it: receipt, manifest, half a segment.
    const { vault } = person.servers;
    await deliver(person.home, person.servers, { only: ({ kind }) => kind === 'receipt' });
    const manifest = await readFile(paths.manifest(person.home, session), 'utf8');
    await vault.putManifest({ params: { session }, body: { manifest } });
    const sealed = await readFile(paths.segment(person.home, session, line.segment));
    const half = sealed.subarray(0, sealed.length / 2);
    const params = { segment: line.segment };
    await vault.appendSegment({ params, query: { offset: 0 }, body: half });
    const sent: number[] = [];
    await deliver(person.home, person.servers, {
      onProgress: (_, { doneBytes }) => sent.push(doneBytes),
    });
    expect(sent[0]).toBe(half.length);
    expect(await readSession(person.home, session)).toMatchObject({ status: { kind: 'shared' } });
    await person.remove();
  });

  test('with a corrupted segment is not sent, and the words say what to do', async () => {
    person = await createContributor(world);
    const session = await makeSession(person);
    await markReviewed(person.home, session, 'person');
    const { segments } = await shareSession(person.home, session);
    const [line] = segments;
    if (line === undefined) throw new Error('no segment');
    const file = paths.segment(person.home, session, line.segment);
    const sealed = await readFile(file);
    sealed[sealed.length - 100] = (sealed[sealed.length - 100] ?? 0) ^ 1;
    await writeFile(file, sealed);
    const { refused } = await deliver(person.home, person.servers);
    expect(refused).toEqual([
      expect.objectContaining({ words: expect.stringContaining('backup') }),
    ]);
    const state = await readSession(person.home, session);
    await expect(openOwnSegment(person.home, state, line)).rejects.toMatchObject({
      code: 'segmentBroken',
    });
    await person.remove();
  });

  test('is never sent after its consent was withdrawn', async () => {
    person = await createContributor(world);
    const session = await makeSession(person);
    await markReviewed(person.home, session, 'person');
    await shareSession(person.home, session);
    await withdrawLocally(person.home, person.receipt);
    const { refused } = await deliver(person.home, person.servers);
    expect(refused).toEqual([]);
    expect(await readSession(person.home, session)).toMatchObject({
      status: { kind: 'withdrawn' },
    });
    expect((await person.servers.vault.listSessions()).sessions).toEqual([]);
    await person.remove();
  });
});

test('an erasure that another program held up is not done before the files here are gone', async () => {
  const other = await createContributor(world);
  const { home, servers } = other;
  await enrolAtVault(home, servers);
  const busy = await makeSession(other);
  const free = await makeSession(other);
  const isErasure = ({ kind }: Pending): boolean => kind === 'erasure';
  await withSessionLock(home, busy, async () => {
    await expect(
      eraseLocally(home, { kind: 'sessions', sessions: [busy, free] }),
    ).rejects.toMatchObject({ code: 'sessionBusy' });
    expect((await readSession(home, free)).status).toEqual({ kind: 'erased' });
    await deliver(home, servers, { only: isErasure });
  });
  expect((await listPending(home)).filter(isErasure)).toHaveLength(1);
  await deliver(home, servers, { only: isErasure });
  expect((await listPending(home)).filter(isErasure)).toEqual([]);
  expect((await readSession(home, busy)).status).toEqual({ kind: 'erased' });
  expect(await readdir(paths.segments(home, busy))).toEqual([]);
  await other.remove();
});

test('an edit that cannot be signed leaves nothing of what it cut on the disk', async () => {
  const other = await createContributor(world);
  const { home } = other;
  const session = await makeSession(other);
  const { segments } = await readSession(home, session);
  await rm(paths.manifest(home, session));
  await mkdir(paths.manifest(home, session));
  const range = { fromNs: 0, toNs: segmentNs };
  await expect(cutSession(home, session, range)).rejects.toMatchObject({ code: 'diskRefused' });
  const left = await readdir(paths.segments(home, session));
  expect(left).toHaveLength(segments.length);
  expect(left).not.toContain(`${segments[0]?.segment}.age`);
  await other.remove();
});
