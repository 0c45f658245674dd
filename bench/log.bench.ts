/**
 * The log: one person's history out of a million entries, with every proof
 * checked, against reading them all; the size of proofs; durable appends.
 */
import {
  createId,
  revealSecret,
  Secret,
  systemClock,
  systemRandom,
  type Clock,
  type ContributorId,
} from '@understudy/base';
import {
  createNoteSigner,
  createPseudonym,
  ed25519KeyType,
  generateNoteKey,
  openFileStorage,
  openLog,
  readFileStorage,
  readHistory,
  readLogResource,
  verifyLog,
  type Log,
  type LogEntry,
  type Pseudonym,
} from '@understudy/tlog';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeeper } from '../apps/keeper/src/index.ts';
import { createWorld } from '../apps/keeper/tests/world.ts';
import { median, type Bench, type BenchRow } from './bench.ts';

const entries = 1_000_000;
const people = 2_000;
const apartMs = 31_000;
const rounds = 5;
const batch = 4_096;
const lonelyAppends = 300;
const callers = 64;
const sharedAppends = 6_400;

function newPseudonym(): Pseudonym {
  const contributor: ContributorId = createId('contributor', systemClock, systemRandom);
  return createPseudonym(new Secret(systemRandom.bytes(32)), contributor);
}

/** Makes releases that differ in what differs between real ones, a year of them to the million. */
function createReleases(clock: Clock): (contributor: Pseudonym) => LogEntry {
  const ids = {
    grant: createId('grant', clock, systemRandom),
    program: createId('program', clock, systemRandom),
    session: createId('session', clock, systemRandom),
    researcher: createId('researcher', clock, systemRandom),
    approvedBy: [
      createId('steward', clock, systemRandom),
      createId('steward', clock, systemRandom),
    ],
  };
  let atMs = clock.nowMs() - entries * apartMs;
  return (contributor) => ({
    v: 1,
    at: new Date((atMs += apartMs)).toISOString(),
    kind: 'release',
    release: createId('release', clock, systemRandom),
    claim: 'n'.repeat(22),
    contributor,
    ...ids,
    grantSha256: 'a'.repeat(64),
    segment: createId('segment', clock, systemRandom),
    tier: 'screen',
    purpose: 'agentTraining',
    recipientSha256: 'b'.repeat(64),
    sizeBytes: 1_048_576,
  });
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startNs = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - startNs) / 1e9;
}

export const bench: Bench = {
  title: 'Log',
  run: async (progress) => {
    const dir = await mkdtemp(join(tmpdir(), 'understudy-bench-log-'));
    try {
      const key = generateNoteKey('bench', ed25519KeyType, systemRandom);
      const signer = createNoteSigner(key);
      const trust = { log: signer.verifier, witnesses: [] };
      const release = createReleases(systemClock);
      const crowd = Array.from({ length: people }, newPseudonym);
      const large = await openLog(await openFileStorage(join(dir, 'large')), signer);
      progress(`writing a log of ${entries} entries`);
      for (let size = 0; size < entries; size = large.size()) {
        const count = Math.min(batch, entries - size);
        await large.append(
          Array.from({ length: count }, (_, at) => {
            const contributor = crowd[(size + at) % people];
            if (contributor === undefined) throw new Error('Nobody.');
            return release(contributor);
          }),
        );
      }
      const rows = await measureLarge(large, join(dir, 'large'), crowd, trust, progress);
      await large.close();
      progress('starting a keeper on it');
      rows.push(...(await measureKeeperStart(join(dir, 'large'), key)));
      progress('appending durably');
      const small = await openLog(await openFileStorage(join(dir, 'small')), signer);
      rows.push(...(await measureAppends(small, () => release(newPseudonym()))));
      await small.close();
      return rows;
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  },
};

async function measureLarge(
  log: Log,
  dir: string,
  crowd: readonly Pseudonym[],
  trust: Parameters<typeof verifyLog>[1]['trust'],
  progress: (line: string) => void,
): Promise<BenchRow[]> {
  const storage = readFileStorage(dir);
  const read = (path: string) => readLogResource(storage, path);
  progress('reading one person’s history');
  const seconds: number[] = [];
  let found = 0;
  for (const contributor of crowd.slice(0, rounds)) {
    seconds.push(
      await secondsOf(async () => {
        found = (await readHistory(read, contributor, { trust })).entries.length;
      }),
    );
  }
  progress('reading all of it');
  const fullSeconds = await secondsOf(() => verifyLog(read, { trust }));
  const size = log.size();
  const inclusion = await log.inclusionProof(Math.floor(size / 3));
  const consistency = await log.consistencyProof(Math.floor(size / 3));
  return [
    {
      measure: `audit of one person’s ${found} entries in a log of ${size.toLocaleString('en-GB')}`,
      value: median(seconds),
      unit: 's',
      goal: { kind: 'atMost', value: 1 },
      peers: [{ name: 'reading and checking every entry', value: fullSeconds }],
    },
    { measure: 'inclusion proof in that log', value: inclusion.length * 32, unit: 'bytes' },
    { measure: 'consistency proof in that log', value: consistency.length * 32, unit: 'bytes' },
  ];
}

/** A keeper whose log that is: once folding all of it, then from the snapshot that it left. */
async function measureKeeperStart(
  logDir: string,
  logKey: ReturnType<typeof generateNoteKey>,
): Promise<BenchRow[]> {
  const world = await createWorld();
  await rm(join(world.home, 'log'), { recursive: true, force: true });
  await rename(logDir, join(world.home, 'log'));
  // A throwaway key, in the throwaway home of a benchmark.
  await writeFile(join(world.home, 'log-key.json'), revealSecret(logKey));
  const start = async (): Promise<void> => {
    const keeper = await openKeeper(world.home, { clock: systemClock, random: systemRandom });
    await keeper.close();
  };
  const folded = await secondsOf(start);
  const known = await secondsOf(start);
  await world.end();
  return [
    {
      measure: 'keeper ready from start, on a log of 1,000,000 entries',
      value: known,
      unit: 's',
      peers: [{ name: 'folding every entry', value: folded }],
    },
  ];
}

async function measureAppends(log: Log, entry: () => LogEntry): Promise<BenchRow[]> {
  const lonelySeconds = await secondsOf(async () => {
    for (let at = 0; at < lonelyAppends; at += 1) await log.append([entry()]);
  });
  const sharedSeconds = await secondsOf(async () => {
    await Promise.all(
      Array.from({ length: callers }, async () => {
        for (let at = 0; at < sharedAppends / callers; at += 1) await log.append([entry()]);
      }),
    );
  });
  return [
    {
      measure: 'durable appends, one caller at a time',
      value: lonelyAppends / lonelySeconds,
      unit: 'entries/s',
    },
    {
      measure: `durable appends, ${callers} callers at once`,
      value: sharedAppends / sharedSeconds,
      unit: 'entries/s',
    },
  ];
}
