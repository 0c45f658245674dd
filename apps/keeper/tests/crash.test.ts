import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createKeeperClient } from '@understudy/courier';
import { createNoteSigner, openFileStorage, openLog } from '@understudy/tlog';
import { readFile } from 'node:fs/promises';
import { Secret, systemClock } from '@understudy/base';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createContributor,
  createEvidence,
  createGrant,
  createProgram,
  createSession,
  createWorld,
  unseal,
  type World,
} from './world.ts';
import { placesOf } from '../src/store/places.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

async function startDying(step: string) {
  const script = join(import.meta.dirname, 'crash-keeper.ts');
  const child = spawn(process.execPath, [script, world.home, step], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, url };
}

/** The releases that the log holds, read after the process is dead. */
async function releasesInLog(): Promise<readonly string[]> {
  const places = placesOf(world.home);
  const signer = createNoteSigner(new Secret((await readFile(places.logKey, 'utf8')).trim()));
  const log = await openLog(await openFileStorage(places.log), signer, systemClock);
  const found: string[] = [];
  for await (const { entry } of log.entries()) {
    if (entry.kind === 'release') found.push(entry.segment);
  }
  await log.close();
  return found;
}

interface Step {
  readonly step: string;
  readonly logged: boolean;
  readonly bytes: boolean;
}

/** Every step of a release at which the process may end. */
const steps: readonly Step[] = [
  { step: 'before the log entry', logged: false, bytes: false },
  { step: 'after the log entry, before the answer', logged: true, bytes: false },
  { step: 'before the first byte', logged: true, bytes: false },
  { step: 'after the first piece', logged: true, bytes: true },
  { step: 'in the middle', logged: true, bytes: true },
  { step: 'after the last piece', logged: true, bytes: true },
];

async function releaseUntilDeath(step: string) {
  const { child, url } = await startDying(step);
  const exited = once(child, 'exit');
  await unseal(url);
  const program = await createProgram(world);
  const person = await createContributor(world, url, program);
  const session = await createSession(world, program, person, [new Uint8Array(16 << 20)]);
  const grant = await createGrant(world, program.program);
  const client = createKeeperClient({ baseUrl: url, backoff: once1 });
  const evidence = await createEvidence(world, { grant, program, person, session });
  let bytes = 0;
  try {
    const [release] = (await client.authorizeReleases({ body: evidence })).releases;
    const pieces = await client.openRelease({
      params: { release: release?.release ?? '' },
      body: session.segments[0]?.bytes ?? new Uint8Array(),
    });
    for await (const piece of pieces) bytes += piece.length;
  } catch {
    // The keeper is gone: that is what is being tested.
  }
  const [, signal] = (await exited) as [number | null, string | null];
  return { bytes, signal, segment: session.segments[0]?.segment ?? '' };
}

/** No second try: the process is dead. */
const once1 = { attempts: 0, firstWaitMs: 1, maxWaitMs: 1 };

describe('a keeper killed at any step of a release has given no byte without its log entry', () => {
  test.each(steps)('killed $step', async ({ step, logged, bytes }) => {
    const died = await releaseUntilDeath(step);
    expect(died.signal).toBe('SIGKILL');
    const releases = await releasesInLog();
    expect(releases.includes(died.segment)).toBe(logged);
    // A chunk that the cipher holds back may keep the first piece from leaving.
    if (bytes) expect(releases).toContain(died.segment);
    else expect(died.bytes).toBe(0);
  });

  test('killed while the log entry is written: the entry is whole or not there', async () => {
    const died = await releaseUntilDeath('while the log entry is written');
    expect(died).toMatchObject({ signal: 'SIGKILL', bytes: 0 });
    expect((await releasesInLog()).length).toBeLessThanOrEqual(1);
    // It starts again, sealed, and knows what its log knows.
    const { url } = await world.start();
    expect((await createKeeperClient({ baseUrl: url }).status()).state).toBe('sealed');
  });
});
