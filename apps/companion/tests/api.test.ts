/** The local API as a page meets it: only with the token, only from this host, only from its own pages. */
import { companionRoutes, type CompanionEvent, type CompanionJob } from '@understudy/protocol';
import { createCompanionClient, type CompanionClient } from '@understudy/courier';
import { generateHybridKey } from '@understudy/seal';
import {
  bytesToEntry,
  leafHash,
  parseVerifier,
  verifyCheckpoint,
  verifyInclusion,
} from '@understudy/tlog';
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveCompanion, type RunningServer } from '../src/api/server.ts';
import { createCompanion, type Companion } from '../src/companion.ts';
import { eraseLocally } from '../src/erasures.ts';
import { paths } from '../src/home.ts';
import { listPending } from '../src/outbox.ts';
import { openOwnSession } from '../src/review/open-own.ts';
import { addRule } from '../src/rules.ts';
import { readSession } from '../src/sessions.ts';
import { sendWaiting, startShare } from '../src/sharing.ts';
import { createContributor, makeSession, segmentNs, type TestContributor } from './contributor.ts';
import { startServers, type TestServers } from './servers.ts';

const token = 'a-token-that-only-the-port-file-holds';
let world: TestServers;
let person: TestContributor;
let companion: Companion;
let server: RunningServer;
let client: CompanionClient;
const noScreen = () => Promise.reject(new Error('No screen is needed here.'));

beforeAll(async () => {
  world = await startServers();
  person = await createContributor(world);
  companion = await createCompanion({
    home: person.home,
    openSource: noScreen,
  });
  server = await serveCompanion(companion, { token, port: 0 });
  client = createCompanionClient({ baseUrl: server.url, token });
});
afterAll(async () => {
  await companion.close();
  await server.close();
  await person.remove();
  await world.stop();
});

/** The job once it runs no more, as the events tell it. */
async function ended({ job }: CompanionJob): Promise<CompanionJob> {
  for (;;) {
    const { jobs } = await client.call('listJobs');
    const found = jobs.find((other) => other.job === job);
    if (found !== undefined && found.state !== 'running') return found;
    await companion.jobs.idle();
  }
}

/** The job as it ended, by the stream of events. */
async function endOf(
  events: AsyncIterator<CompanionEvent>,
  { job }: CompanionJob,
): Promise<CompanionJob | null> {
  for (;;) {
    const { value: event, done } = await events.next();
    if (done === true) return null;
    if (event.kind === 'job' && event.job.job === job && event.job.state !== 'running') {
      return event.job;
    }
  }
}

/** With any headers, also those that `fetch` forbids. */
function ask(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${server.url}${path}`, { headers, method: 'GET' }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the gate', () => {
  const bearer = { authorization: `Bearer ${token}` };
  test.each([
    ['without a token', {}, 401],
    ['with another token', { authorization: 'Bearer another' }, 401],
    ['for another host (DNS rebinding)', { ...bearer, host: 'evil.example' }, 403],
    ['from another origin', { ...bearer, origin: 'https://evil.example' }, 403],
    ['from a sandboxed page', { ...bearer, origin: 'null' }, 403],
    ['from another site', { ...bearer, 'sec-fetch-site': 'cross-site' }, 403],
    ['from another local server', { ...bearer, 'sec-fetch-site': 'same-site' }, 403],
    ['with the token', bearer, 200],
  ])('a request %s', async (_, headers, status) => {
    expect(await ask('/v1/sessions', { ...headers })).toBe(status);
  });

  test('stands before every route of the contract', async () => {
    for (const { method, path } of Object.values(companionRoutes)) {
      const target = path.replaceAll(/:\w+/g, 'x');
      const { status } = await fetch(`${server.url}${target}`, { method });
      expect(status).toBe(401);
    }
  });

  test('gives no cookie, which every other server of this computer would get, too', async () => {
    for (const path of ['/', '/v1/state']) {
      const { headers } = await fetch(`${server.url}${path}`, { headers: bearer });
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  test('sends pages under a policy without inline scripts', async () => {
    const { headers } = await fetch(`${server.url}/v1/state`, { headers: bearer });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });
});

describe('a session on its page', () => {
  test('has a timeline of steps with their targets, with a picture before each', async () => {
    const session = await makeSession(person);
    const timeline = await client.call('timeline', { params: { session } });
    const clicks = timeline.steps.filter(({ kind }) => kind !== 'wait');
    expect(clicks.map(({ kind }) => kind)).toEqual(['click', 'click', 'click', 'click']);
    const [, second] = clicks;
    expect(second?.frame).not.toBeNull();
    const [segment] = timeline.segments;
    if (segment === undefined) throw new Error('no segment');
    const view = await client.call('segmentView', { params: { session, segment } });
    expect(view.frames.map(({ frame }) => frame)).toEqual(
      timeline.frames.filter(({ segment }) => segment === 0).map(({ frame }) => frame),
    );
    const file = Buffer.from(view.frames[0]?.patches[0]?.data ?? '', 'base64');
    expect(file.toString('latin1', 8, 12)).toBe('WEBP');
  });

  test('has the same timeline without its index, and an index that nobody else opens', async () => {
    const session = await makeSession(person);
    const made = await client.call('timeline', { params: { session } });
    const folder = join(person.home.dir, 'sessions', session);
    const [index, ...others] = (await readdir(folder)).filter((name) => name.startsWith('index-'));
    expect(others).toEqual([]);
    const sealed = await readFile(join(folder, index ?? ''));
    expect(sealed.toString('latin1', 0, 21)).toBe('age-encryption.org/v1');
    expect(sealed.toString('latin1').split('-> mlkem768x25519')).toHaveLength(2);
    await rm(join(folder, index ?? ''));
    expect(await client.call('timeline', { params: { session } })).toEqual(made);
  });

  test('loses what is cut, and says so without its content', async () => {
    const session = await makeSession(person);
    const range = { fromNs: 5_500_000_000, toNs: segmentNs + 3_000_000_000 };
    const before = await client.call('getSession', { params: { session } });
    await client.call('timeline', { params: { session } });
    await ended(await client.call('cut', { params: { session }, body: range }));
    const cut = await client.call('getSession', { params: { session } });
    expect(cut.edits).toEqual([expect.objectContaining({ edit: 'cut', ...range })]);
    expect(cut.accounting.kept).toBeLessThan(before.accounting.kept);
    expect(cut.problems).toEqual([]);
    expect(cut.segments.map(({ segment }) => segment)).not.toContain(before.segments[0]?.segment);
    const timeline = await client.call('timeline', { params: { session } });
    expect(timeline.steps.filter(({ kind }) => kind === 'click')).toHaveLength(2);
    expect(timeline.gaps).toEqual([
      { timeNs: range.fromNs, durationNs: range.toNs - range.fromNs, reason: 'cut' },
    ]);
    const indexes = await readdir(join(person.home.dir, 'sessions', session));
    expect(indexes.filter((name) => name.startsWith('index-'))).toHaveLength(1);
    const views = await Promise.all(
      timeline.segments.map((segment) =>
        client.call('segmentView', { params: { session, segment } }),
      ),
    );
    const times = views.flatMap(({ pointer }) => pointer.filter((_, at) => at % 3 === 0));
    expect(times.length).toBeGreaterThan(0);
    expect(times.filter((at) => at >= range.fromNs && at < range.toNs)).toEqual([]);
  });

  test('loses a dropped step, and shows a black-out in every frame', async () => {
    const session = await makeSession(person);
    const { steps } = await client.call('timeline', { params: { session } });
    const [first] = steps;
    if (first === undefined) throw new Error('no step');
    await ended(
      await client.call('dropStep', {
        params: { session },
        body: { fromNs: first.startNs, toNs: first.endNs + 1 },
      }),
    );
    await ended(
      await client.call('blackOut', {
        params: { session },
        body: {
          box: { x: 0, y: 0, width: 10, height: 10 },
          range: { fromNs: 0, toNs: segmentNs * 2 },
        },
      }),
    );
    const timeline = await client.call('timeline', { params: { session } });
    expect(timeline.steps.filter(({ kind }) => kind === 'click')).toHaveLength(3);
    const areas = timeline.redactions.flatMap(({ boxes }) => boxes);
    expect(areas.filter(({ label }) => label === 'area').length).toBeGreaterThan(0);
  });

  test('has every long text covered that was missed, each of them in later sessions too', async () => {
    const missed = Array.from({ length: 3 }, (_, index) => `${index} ${'long words '.repeat(45)}`);
    const session = await makeSession(person, {
      segments: 1,
      events: (_, startNs) => [
        {
          kind: 'window',
          timeNs: startNs,
          app: 'mousepad',
          title: missed.join(' and '),
          box: { x: 0, y: 0, width: 64, height: 48 },
          handle: 1,
        },
      ],
    });
    const content = async (): Promise<string> => {
      const state = await readSession(person.home, session);
      const segments = await Array.fromAsync(openOwnSession(person.home, state));
      return JSON.stringify(segments.map(({ events }) => events));
    };
    expect(await content()).toContain('long words');
    for (const text of missed) {
      const job = await client.call('missed', { params: { session }, body: { text } });
      expect(await ended(job)).toMatchObject({ kind: 'missed', state: 'done', errorCode: null });
    }
    const { edits } = await client.call('getSession', { params: { session } });
    expect(edits.map(({ edit }) => edit)).toEqual(['missed', 'missed', 'missed']);
    expect(await content()).not.toContain('long words');
    const { terms } = await client.call('listCover');
    expect(terms).toEqual(missed.map((text) => text.trim()));
  });

  test('is described, reviewed and shared as a job that tells its progress', async () => {
    const session = await makeSession(person);
    await expect(client.call('share', { params: { session } })).rejects.toMatchObject({
      code: 'wrongState',
    });
    const described = { task: 'Move a customer', outcome: 'success' } as const;
    await ended(await client.call('describe', { params: { session }, body: described }));
    const named = await client.call('getSession', { params: { session } });
    expect(named.outcome).toBe('success');
    await client.call('markReviewed', { params: { session } });
    const enough = new AbortController();
    const events = client.events(enough.signal)[Symbol.asyncIterator]();
    // Answered: from here on it is told everything.
    expect((await events.next()).value).toMatchObject({ kind: 'capture' });
    const job = await client.call('share', { params: { session } });
    expect(job).toMatchObject({ kind: 'share', session, state: 'running' });
    expect(await endOf(events, job)).toMatchObject({ state: 'done' });
    enough.abort();
    expect(await client.call('getSession', { params: { session } })).toMatchObject({
      status: { kind: 'shared' },
    });
    const { task } = await client.call('timeline', { params: { session } });
    expect(task).toBe('Move a customer');
    await expect(
      client.call('cut', { params: { session }, body: { fromNs: 0, toNs: 1 } }),
    ).rejects.toMatchObject({ code: 'wrongState' });
  });

  test('stays here when its sharing is called off, and can be shared again as it is', async () => {
    const session = await makeSession(person);
    await client.call('markReviewed', { params: { session } });
    const { job } = await startShare(companion, session);
    companion.jobs.cancel(job);
    await companion.jobs.idle();
    const { jobs } = await client.call('listJobs');
    expect(jobs.find((other) => other.job === job)?.state).toBe('cancelled');
    expect(await client.call('getSession', { params: { session } })).toMatchObject({
      status: { kind: 'kept' },
    });
    await expect(
      client.call('cut', { params: { session }, body: { fromNs: 0, toNs: 1 } }),
    ).rejects.toMatchObject({ code: 'wrongState' });
    expect(await ended(await client.call('share', { params: { session } }))).toMatchObject({
      state: 'done',
    });
  });

  test('that could not be sent is sent by itself once the vault answers, as a job again', async () => {
    const session = await makeSession(person);
    await client.call('markReviewed', { params: { session } });
    await world.stopVault();
    const failed = await ended(await client.call('share', { params: { session } }));
    expect(failed).toMatchObject({ state: 'failed' });
    await sendWaiting(companion);
    await world.startVault();
    // A turn of the companion's own may be under way, which gives up in the end.
    while ((await readSession(person.home, session)).status.kind !== 'shared') {
      await sendWaiting(companion);
    }
    await companion.jobs.idle();
    const { jobs } = await client.call('listJobs');
    const states = jobs.filter((job) => job.session === session).map(({ state }) => state);
    expect(states.at(0)).toBe('failed');
    expect(states.filter((state) => state === 'done')).toHaveLength(1);
  });

  test('stays shared where the companion ends before all was sent', async () => {
    const session = await makeSession(person);
    await client.call('markReviewed', { params: { session } });
    const other = await createCompanion({ home: person.home, openSource: noScreen });
    await startShare(other, session);
    await other.close();
    await other.jobs.idle();
    expect(await listPending(person.home)).toContainEqual({ kind: 'session', session });
    await sendWaiting(companion);
    expect(await client.call('getSession', { params: { session } })).toMatchObject({
      status: { kind: 'shared' },
    });
  });

  test('can be kept, and deleted with its bytes', async () => {
    const session = await makeSession(person);
    const kept = await client.call('keep', { params: { session } });
    expect(kept.status).toEqual({ kind: 'kept' });
    const gone = await client.call('deleteSession', { params: { session } });
    expect(gone).toMatchObject({ status: { kind: 'deleted' }, segments: [] });
    await expect(client.call('timeline', { params: { session } })).resolves.toMatchObject({
      steps: [],
    });
  });
});

test('a port that is taken is named, with what to do', async () => {
  const port = Number(new URL(server.url).port);
  await expect(serveCompanion(companion, { token, port })).rejects.toMatchObject({
    code: 'portTaken',
  });
});

test('programs are offered with what this person decided about each', async () => {
  const { programs, vaultReached } = await client.call('listPrograms');
  expect(vaultReached).toBe(true);
  expect(programs).toEqual([
    expect.objectContaining({
      title: 'Order desk',
      consent: expect.objectContaining({ kind: 'live' }),
    }),
  ]);
  const { receipts } = await client.call('listReceipts');
  expect(receipts).toEqual([expect.objectContaining({ state: 'live', tier: 'screen' })]);
});

test('the log’s entries about this person come with proofs that lead to its signed head', async () => {
  const audit = await client.call('audit');
  const { size, root } = verifyCheckpoint(audit.checkpoint, {
    log: parseVerifier(audit.logKey),
    witnesses: [],
  });
  const kinds = audit.entries.map(({ index, entry, proof }) => {
    const bytes = Buffer.from(entry, 'base64url');
    verifyInclusion({
      index,
      size,
      root,
      leafHash: leafHash(bytes),
      proof: proof.map((hash) => Buffer.from(hash, 'base64')),
    });
    return bytesToEntry(bytes).kind;
  });
  expect(kinds).toEqual(expect.arrayContaining(['deviceEnrolled', 'keyCreated']));
  expect(audit.pseudonym).not.toContain('ctr_');
});

test('an archive that waits to be fetched goes with an erasure, and is offered no more', async () => {
  const { recipient } = await generateHybridKey();
  const body = { recipient };
  const fetchable = async () => {
    const { jobs } = await client.call('listJobs');
    return jobs.filter((job) => job.fetchable).map(({ job }) => job);
  };
  const packed = await ended(await client.call('takeout', { body }));
  expect(await fetchable()).toEqual([packed.job]);
  const session = await makeSession(person);
  await client.call('erase', { body: { scope: { kind: 'sessions', sessions: [session] } } });
  expect(await fetchable()).toEqual([]);
  // By a program beside this one, which cannot tell it:
  const other = await ended(await client.call('takeout', { body }));
  await eraseLocally(person.home, { kind: 'sessions', sessions: [session] });
  await expect(client.bytes('fetchTakeout', { params: { job: other.job } })).rejects.toMatchObject({
    details: { code: 'sessionUnknown' },
  });
  expect(await fetchable()).toEqual([]);
  expect(await readdir(paths.takeouts(person.home))).toEqual([]);
});

test('withdrawing and erasing answer with receipts that are kept', async () => {
  const other = await createContributor(world);
  const own = await createCompanion({
    home: other.home,
    openSource: noScreen,
  });
  const its = await serveCompanion(own, { token, port: 0 });
  const page = createCompanionClient({ baseUrl: its.url, token });
  const session = await makeSession(other);
  await addRule(other.home, { kind: 'term', term: 'a term of mine' });
  const withdrawn = await page.call('withdraw', { params: { receipt: other.receipt } });
  expect(withdrawn).toMatchObject({ queued: false, receipt: { state: 'withdrawn' } });
  const erased = await page.call('erase', { body: { scope: { kind: 'everything' } } });
  expect(erased.receipt).not.toBeNull();
  expect((await page.call('listErasures')).erasures).toEqual([erased]);
  expect(await page.call('getSession', { params: { session } })).toMatchObject({
    status: { kind: 'erased' },
    segments: [],
  });
  expect((await page.call('listJobs')).jobs).toEqual([
    expect.objectContaining({ kind: 'erase', state: 'done', done: 2, total: 2 }),
  ]);
  for (const gone of [paths.rules(other.home), paths.ownIdentity(other.home)]) {
    await expect(access(gone)).rejects.toMatchObject({ code: 'ENOENT' });
  }
  await own.close();
  await its.close();
  await other.remove();
});
