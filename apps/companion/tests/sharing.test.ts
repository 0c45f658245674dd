/** From a sealed session on this device to the vault, and what stands in its way. */
import type { SessionId } from '@understudy/base';
import { decodeSegment } from '@understudy/recording';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markReviewed, shareSession } from '../src/decisions.ts';
import { deliver } from '../src/deliver.ts';
import { eraseLocally, listErasures } from '../src/erasures.ts';
import { paths } from '../src/home.ts';
import { listPending, type Pending } from '../src/outbox.ts';
import { cutSession } from '../src/review/edits.ts';
import { createCanvas } from '../src/review/canvas.ts';
import { openOwnSegment, openOwnSession } from '../src/review/open-own.ts';
import { enrolAtVault } from '../src/servers.ts';
import { readSession, withSessionLock } from '../src/sessions.ts';
import { takeBackSession } from '../src/take-back.ts';
import { withdrawLocally } from '../src/withdrawal.ts';
import {
  createContributor,
  makeSession,
  paintedFrame,
  segmentNs,
  type TestContributor,
} from './contributor.ts';
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
    const manifest = await readFile(paths.manifest(person.home, session), 'utf8');
    const claims = Buffer.from(manifest.split('.')[1] ?? '', 'base64url').toString();
    expect(JSON.parse(claims)).toMatchObject({ summary: { quality: 'plausible' } });
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

test('a session that was shared is taken back: erased there, and here as a copy that can be changed and shared', async () => {
  const other = await createContributor(world);
  const { home, servers } = other;
  const session = await makeSession(other);
  await expect(takeBackSession(home, servers, session)).rejects.toMatchObject({
    code: 'sessionClosed',
  });
  const share = async (one: SessionId): Promise<void> => {
    await markReviewed(home, one, 'person');
    await shareSession(home, one);
    expect(await deliver(home, servers)).toMatchObject({ waiting: [], refused: [] });
  };
  await share(session);
  const before = await readSession(home, session);
  const copy = await takeBackSession(home, servers, session);
  expect(await deliver(home, servers)).toMatchObject({ waiting: [], refused: [] });
  expect(await readSession(home, session)).toMatchObject({ status: { kind: 'erased' } });
  const [erasure] = await listErasures(home);
  expect(erasure?.receipt).not.toBeNull();
  const { startedAt, durationNs, accounting } = before;
  expect(copy).toMatchObject({ startedAt, durationNs, accounting, sent: false, reviewed: false });
  await cutSession(home, copy.session, { fromNs: 0, toNs: segmentNs / 2 });
  await share(copy.session);
  const { sessions } = await servers.vault.listSessions();
  expect(sessions.map((one) => one.session)).toContain(copy.session);
  await other.remove();
});

test('what a cut painted is covered in the segments after it too, until it changes', async () => {
  const other = await createContributor(world);
  const { home } = other;
  const [second, place] = [1_000_000_000, { x: 40, y: 20, width: 10, height: 10 }];
  const session = await makeSession(other, {
    segments: 3,
    events: (index, startNs) => [
      ...(index === 0 ? [paintedFrame(0, 60), paintedFrame(4 * second, 200)] : []),
      ...(index === 1 ? [paintedFrame(startNs + second, 200, { ...place, grey: 90 })] : []),
      ...(index === 2 ? [paintedFrame(startNs + second, 60)] : []),
    ],
  });
  await cutSession(home, session, { fromNs: 2 * second, toNs: 6 * second });
  const greys: (readonly number[])[] = [];
  const state = await readSession(home, session);
  for await (const { events } of openOwnSession(home, state)) {
    for (const event of events) {
      if (event.kind !== 'screen') continue;
      const canvas = createCanvas(event.size);
      await canvas.paint(event);
      const at = (x: number, y: number): number =>
        canvas.pixels[(y * event.size.width + x) * 3] ?? -1;
      greys.push([at(5, 5), at(45, 25)]);
    }
  }
  // Each later segment opens with the screen as it stands, then comes what it painted itself.
  expect(greys).toEqual([
    [60, 60],
    [32, 32],
    [32, 90],
    [32, 90],
    [60, 60],
  ]);
  await other.remove();
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
