/**
 * A vault that has outgrown its disk is as blind as before: database in PostgreSQL, segments in a
 * bucket, each looked through past the vault (issue 4.1, 4.8).
 */
import { systemClock } from '@understudy/base';
import { startProcess, type RunningProcess } from '@understudy/testkit';
import { valuesOfDatabase } from '@understudy/vault';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startPostgres } from '../../vault/tests/postgres-server.ts';
import { startS3 } from '../../vault/tests/s3-server.ts';
import { readStewardKey } from '../src/person-key.ts';
import { findMarks } from '../src/verify/canary.ts';
import { Finding } from '../src/verify/control.ts';
import { blindBlob } from '../src/verify/controls/blind-blob.ts';
import { blindDatabase } from '../src/verify/controls/blind-database.ts';
import { blindDisk } from '../src/verify/controls/blind-disk.ts';
import { probeBroken } from '../src/verify/planted/probe-broken.ts';
import { createSubject, type Subject } from '../src/verify/subject.ts';
import { createTarget, type Places } from '../src/verify/target.ts';
import { createCanary, filesWith, memoryHolds, wanted } from './canary.ts';
import { approve, contribute, fetchPlain, requestGrantOn } from './contribution.ts';
import { runCli, startUp, type UpProcess } from './up-process.ts';

const postgres = startPostgres();
const s3 = await startS3();
if (postgres === null || s3 === null) {
  console.warn(
    'SKIPPED: PostgreSQL or an S3 server is not installed (Debian: postgresql, swift-proxy …)',
  );
}

const cli = fileURLToPath(new URL('../src/main.ts', import.meta.url));

describe.runIf(postgres !== null && s3 !== null)('a vault on PostgreSQL and S3', () => {
  let home: string;
  let first: UpProcess;
  /** The same deployment, by the vault that keeps its data elsewhere. */
  let up: UpProcess;
  let vault: RunningProcess;
  let elsewhere: readonly string[];
  let postgresUrl: string;
  let bucket: string;
  let blobs: string;
  let places: Places;

  beforeAll(async () => {
    for (const [name, value] of Object.entries(s3?.environment ?? {})) vi.stubEnv(name, value);
    home = await mkdtemp(join(tmpdir(), 'understudy-servers-'));
    first = await startUp();
    await cp(join(first.home, 'vault', 'trust.json'), join(home, 'vault', 'trust.json'));
    postgresUrl = postgres?.createDatabase() ?? '';
    bucket = (await s3?.createBucket()) ?? '';
    blobs = `s3://${bucket}/vault`;
    elsewhere = [`--postgres=${postgresUrl}`, `--blobs=${blobs}`];
    const run = ['vault', 'run', '--port=0', `--keeper=${first.keeper}`, ...elsewhere];
    const env = { PATH: process.env['PATH'] ?? '', ...s3?.environment };
    vault = startProcess(process.execPath, [cli, '--json', '--home', home, ...run], env);
    const { url } = JSON.parse(await vault.line((line) => line.startsWith('{')));
    up = { ...first, vault: url };
    const vaultPlace = { homeDir: join(home, 'vault'), postgresUrl, s3: blobs };
    places = { vault: url, keeper: first.keeper, vaultPlace };
  });
  afterAll(async () => {
    await vault.stop();
    await first.stop();
    postgres?.stop();
    await s3?.stop();
    await rm(home, { recursive: true, force: true });
  });

  const probers = async () => {
    const [one, two] = await Promise.all(up.stewards.map(readStewardKey));
    if (one === undefined || two === undefined) throw new Error('two stewards');
    return { stewards: [one, two] as const, researcher: null, operator: null };
  };
  const databaseHolds = async (text: string): Promise<boolean> => {
    if (places.vaultPlace === null) return false;
    for await (const { bytes } of valuesOfDatabase(places.vaultPlace)) {
      if (findMarks(bytes, wanted(text)).length > 0) return true;
    }
    return false;
  };

  test('nothing captured is in database, bucket, backup, logs or memory, through upload and release', async () => {
    const { text, bytes } = createCanary('sealed');
    const contribution = await contribute(up, bytes);
    const granted = await requestGrantOn(up, contribution.program);
    for (const steward of up.stewards) await approve(up, granted, steward);
    const opened = await fetchPlain(granted, contribution, granted.person.identity);
    expect(new TextDecoder().decode(opened)).toContain(text);
    const kept = join(home, 'kept');
    const backup = ['--json', '--home', home, 'backup', `--out=${kept}`, ...elsewhere];
    expect((await runCli(backup)).code).toBe(0);
    expect(await databaseHolds(contribution.segment)).toBe(true);
    expect(await databaseHolds(text)).toBe(false);
    for (const dir of [home, postgres?.folder ?? '', s3?.folder ?? '']) {
      expect(await filesWith(dir, text)).toEqual([]);
    }
    expect(vault.errors()).not.toContain(text);
    expect(await memoryHolds(vault.pid, text)).toBe(false);
  });

  test('the same search finds what was uploaded without sealing, in the bucket and in memory', async () => {
    const { text, bytes } = createCanary('plain');
    const uploadAndSearch = async (): Promise<boolean> => {
      await contribute(up, bytes, async (plain) => plain);
      return memoryHolds(vault.pid, text);
    };
    // What is freed is written over at any moment: then it is uploaded once more.
    await expect.poll(uploadAndSearch).toBe(true);
    expect(await filesWith(s3?.folder ?? '', text)).not.toEqual([]);
  });

  test('the controls read database and bucket, and find what is readable there', async () => {
    const target = createTarget(places);
    const subject = await createSubject(places, await probers(), systemClock);
    const probe = (with_: Subject = subject) =>
      [blindBlob, blindDatabase, blindDisk].map((control) => control.probe(target, with_));
    await Promise.all(probe());

    const plain = await contribute(up, subject.canary, async (canary) => canary);
    const { segment } = plain;
    const unsealed: Subject = {
      ...subject,
      uploadCanary: async () => ({ segment, sizeBytes: subject.canary.length }),
    };
    await expect(blindBlob.probe(target, unsealed)).rejects.toThrow(Finding);
    await expect(blindDatabase.probe(target, unsealed)).resolves.toBeUndefined();
    const readable = Buffer.from(subject.canary).toString('base64');
    postgres?.execute(postgresUrl, `update segments set sha256 = '${readable}'`);
    await expect(blindDatabase.probe(target, unsealed)).rejects.toThrow(Finding);
    await subject.end();
  });

  test('a planted failure of what is stored is found in database and bucket, too, and nobody else’s is touched', async () => {
    const kept = await s3?.contents(bucket);
    const scratch = { postgresUrl: postgres?.createDatabase() ?? '', s3: blobs };
    const found = await probeBroken([blindBlob.id, blindDatabase.id], scratch);
    expect(found.get(blindBlob.id)).toMatchObject({ kind: 'found' });
    expect(found.get(blindDatabase.id)).toEqual({
      kind: 'found',
      text: expect.stringContaining('public.segments.sha256 holds'),
    });
    expect(await s3?.contents(bucket)).toEqual(kept);
    const used = await probeBroken([blindDatabase.id], { postgresUrl });
    expect(used.get(blindDatabase.id)).toEqual({
      kind: 'failed',
      text: expect.stringContaining('is not empty'),
    });
  });

  test('a database that is another vault’s is no proof', async () => {
    const target = createTarget({
      ...places,
      vaultPlace: { homeDir: join(home, 'vault'), postgresUrl: postgres?.createDatabase() ?? '' },
    });
    const subject = await createSubject(places, await probers(), systemClock);
    await expect(blindDatabase.probe(target, subject)).rejects.toThrow(Finding);
    await subject.end();
  });
});
