/** What every store of segments must do: one contract, files and a real S3 server. */
import { createId, systemClock, systemRandom } from '@understudy/base';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { bindBlobs, openBlobs, type BlobPlace } from '../src/blobs/open.ts';
import type { BlobStore } from '../src/blobs/store.ts';
import { openDatabase } from '../src/database/open.ts';
import { startS3 } from './s3-server.ts';
import { collect, contribute, refusalOf, startVault, upload } from './world.ts';

const server = await startS3();
if (server === null) console.warn('SKIPPED: no S3 server is installed (Debian: swift-proxy …)');
for (const [name, value] of Object.entries(server?.environment ?? {})) vi.stubEnv(name, value);
const folder = mkdtempSync(join(tmpdir(), 'understudy-blobs-'));
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true });
});

const inBucket = async (): Promise<string> =>
  `s3://${(await server?.createBucket()) ?? ''}/vault/a`;
const places: readonly { name: string; place: () => Promise<BlobPlace> }[] = [
  {
    name: 'files',
    place: async () => ({ kind: 'files', dir: join(folder, randomBytes(8).toString('hex')) }),
  },
  { name: 'an S3 bucket', place: async () => ({ kind: 's3', at: await inBucket() }) },
];
const there = places.filter(({ name }) => server !== null || name === 'files');

async function* streamed(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function* broken(piece: Uint8Array): AsyncGenerator<Uint8Array> {
  yield piece;
  throw new TypeError('the device went away');
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const newSegment = () => createId('segment', systemClock, systemRandom);

describe.each(there)('a store of segments in $name', ({ place }) => {
  let at: BlobPlace;
  let blobs: BlobStore;
  beforeEach(async () => {
    at = await place();
    blobs = await openBlobs(at);
  });
  const read = async (segment: ReturnType<typeof newSegment>): Promise<Buffer> =>
    collect((await blobs.read(segment)).bytes);
  const names = async (): Promise<string[]> => (await Array.fromAsync(blobs.list())).toSorted();

  test('keeps what was appended, over a restart, and shows it only once it is finished', async () => {
    const segment = newSegment();
    const [first, second] = [randomBytes(200_000), randomBytes(50_000)];
    const appended = await blobs.append(
      segment,
      0,
      streamed(first.subarray(0, 7), first.subarray(7)),
    );
    expect(appended).toEqual({ sizeBytes: 200_000, sha256: sha256(first) });
    await blobs.keep(segment);
    blobs = await openBlobs(at);
    await blobs.append(segment, 200_000, streamed(second));
    expect(await refusalOf(blobs.read(segment))).toBe('notAvailable');
    expect(await blobs.isFinished(segment)).toBe(false);
    const whole = Buffer.concat([first, second]);
    expect(await blobs.hashPartial(segment)).toBe(sha256(whole));
    await blobs.finish(segment);
    expect(await blobs.isFinished(segment)).toBe(true);
    const stored = await blobs.read(segment);
    expect(stored.sizeBytes).toBe(250_000);
    expect((await collect(stored.bytes)).equals(whole)).toBe(true);
  });

  test('writes anew from an earlier place, and counts nothing of what broke off', async () => {
    const segment = newSegment();
    const [kept, lost, last] = [randomBytes(1000), randomBytes(9000), randomBytes(10)];
    await blobs.append(segment, 0, streamed(kept));
    await expect(blobs.append(segment, 1000, broken(lost))).rejects.toThrow('went away');
    await blobs.append(segment, 1000, streamed(lost));
    await blobs.append(segment, 1000, streamed(last));
    await blobs.finish(segment);
    expect((await read(segment)).equals(Buffer.concat([kept, last]))).toBe(true);
  });

  test('goes on nowhere where nothing is', async () => {
    const segment = newSegment();
    expect(await refusalOf(blobs.append(segment, 10, streamed(randomBytes(5))))).toBe(
      'notAvailable',
    );
    expect(await refusalOf(blobs.finish(segment))).toBe('notAvailable');
    expect(await refusalOf(blobs.hashPartial(segment))).toBe('notAvailable');
  });

  test('lists what it holds, and forgets what is removed, finished or not, or never there', async () => {
    const [partial, finished, other] = [newSegment(), newSegment(), newSegment()];
    for (const segment of [partial, finished, other]) {
      await blobs.append(segment, 0, streamed(randomBytes(100)));
    }
    await blobs.finish(finished);
    expect(await names()).toEqual([partial, finished, other].toSorted());
    for (const segment of [partial, finished, newSegment()]) await blobs.remove(segment);
    expect(await names()).toEqual([other]);
    expect(await refusalOf(blobs.read(finished))).toBe('notAvailable');
  });

  test('says whose it is once somebody claimed it', async () => {
    expect(await blobs.owner()).toBeNull();
    await blobs.claim('one vault');
    expect(await (await openBlobs(at)).owner()).toBe('one vault');
    await blobs.claim('another vault');
    expect(await blobs.owner()).toBe('one vault');
    await blobs.disclaim();
    expect(await blobs.owner()).toBeNull();
  });

  test('never vouches for a segment that is written anew from its start and broke off', async () => {
    const segment = newSegment();
    const [first, second] = [randomBytes(1000), randomBytes(500)];
    await blobs.append(segment, 0, streamed(first));
    await blobs.append(segment, 1000, streamed(second));
    await blobs.finish(segment);
    await expect(blobs.append(segment, 0, broken(first))).rejects.toThrow('went away');
    const whole = (await blobs.isFinished(segment)) ? await read(segment) : null;
    expect(whole === null || whole.equals(Buffer.concat([first, second]))).toBe(true);
  });

  test('is bound to its database at the next start where the first broke off', async () => {
    const db = await openDatabase({ kind: 'sqlite', at: join(folder, `${newSegment()}.sqlite`) });
    const away = { ...blobs, claim: () => Promise.reject(new TypeError('the store is away')) };
    await expect(bindBlobs(db, away, systemRandom)).rejects.toThrow('away');
    await bindBlobs(db, blobs, systemRandom);
    expect(await blobs.owner()).toMatch(/^[0-9a-f]{32}$/);
    await db.destroy();
  });
});

describe.skipIf(server === null)('a vault on an S3 bucket', () => {
  test('serves what was contributed, holds it sealed as it came, and nothing of it once it is removed', async () => {
    const bucket = (await server?.createBucket()) ?? '';
    const world = await startVault({ s3: `s3://${bucket}/vault` });
    // Sent in more than one piece, so more than one object.
    const { person, segment } = await contribute(world, [5_000_000]);
    const params = { segment: segment.segment };
    expect((await collect(await person.vault.getSegment({ params }))).equals(segment.bytes)).toBe(
      true,
    );
    const stored = (await server?.contents(bucket)) ?? [];
    const [pieces, others] = [/\d{12}$/, /(?:owner|whole)$/].map((name) =>
      stored.filter(({ key }) => name.test(key)),
    );
    // The sealed bytes as they came, and beside them names and sizes only.
    const sealed = Buffer.concat((pieces ?? []).map(({ bytes }) => bytes));
    expect(sealed.equals(segment.bytes)).toBe(true);
    expect(others?.map(({ bytes }) => bytes.toString())).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      expect.stringMatching(/^\{"version":1,"pieces":\[[\d,]+\]\}$/),
    ]);
    expect(stored).toHaveLength((pieces?.length ?? 0) + 2);
    await world.vault.world.blobs.remove(segment.segment);
    const left = (await server?.contents(bucket)) ?? [];
    expect(left.map(({ key }) => key)).toEqual(['vault/owner']);
    await world.stop();
  });

  test('does not start on a bucket that keeps versions', async () => {
    const bucket = (await server?.createBucket()) ?? '';
    await server?.keepVersions(bucket);
    expect(await refusalOf(startVault({ s3: `s3://${bucket}/vault` }))).toBe('badBlobs');
  });

  test('takes nothing more when versions are switched on later, and still erases every one', async () => {
    const bucket = (await server?.createBucket()) ?? '';
    const world = await startVault({ s3: `s3://${bucket}/vault` });
    const { person, segment } = await contribute(world, [1000]);
    const { vault } = world;
    await server?.keepVersions(bucket);
    const more = newSegment();
    const append = vault.world.blobs.append(more, 0, streamed(randomBytes(10)));
    expect(await refusalOf(append)).toBe('badBlobs');
    await vault.world.blobs.remove(segment.segment);
    const left = (await server?.contents(bucket)) ?? [];
    expect(left.map(({ key }) => key)).toEqual(['vault/owner']);
    expect(await refusalOf(collectSegment(person, segment.segment))).toBe('notAvailable');
    await world.stop();
  });

  test('refuses a store of another vault, which it would sweep empty', async () => {
    const s3 = await inBucket();
    const first = await startVault({ s3 });
    const { segment, person } = await contribute(first, [1000]);
    expect(await refusalOf(startVault({ s3 }))).toBe('badBlobs');
    await upload(person, segment);
    await first.stop();
  });

  test('gives no segment as whole of which a piece was cut short', async () => {
    const bucket = (await server?.createBucket()) ?? '';
    const blobs = await openBlobs({ kind: 's3', at: `s3://${bucket}/vault` });
    const segment = newSegment();
    await blobs.append(segment, 0, streamed(randomBytes(1000)));
    await blobs.finish(segment);
    await server?.put(bucket, `vault/${segment}/000000000000`, randomBytes(10));
    expect(await refusalOf(blobs.read(segment).then(({ bytes }) => collect(bytes)))).toBe(
      'storeDown',
    );
  });

  test.each(['.', '..', 'a/../b'])('takes no prefix that is a way: %s', async (prefix) => {
    expect(await refusalOf(openBlobs({ kind: 's3', at: `s3://bucket/${prefix}` }))).toBe(
      'badBlobs',
    );
  });

  test('does not start where the bucket cannot be reached', async () => {
    const s3 = await inBucket();
    vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:9');
    expect(await refusalOf(startVault({ s3 }))).toBe('badBlobs');
  });
});

async function collectSegment(
  person: Awaited<ReturnType<typeof contribute>>['person'],
  segment: ReturnType<typeof newSegment>,
): Promise<Buffer> {
  return collect(await person.vault.getSegment({ params: { segment } }));
}
