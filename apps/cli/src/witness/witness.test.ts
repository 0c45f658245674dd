import { systemClock, systemRandom } from '@understudy/base';
import {
  addCheckpointToBody,
  createMemoryStorage,
  createNoteSigner,
  createWitness,
  ed25519KeyType,
  generateNoteKey,
  openLog,
  parseVerifier,
  verifyCheckpoint,
  withSignatureLines,
} from '@understudy/tlog';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { serveWitness } from './serve-witness.ts';
import { initWitness, openWitnessHome } from './witness-home.ts';

const dirs: string[] = [];
async function newDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'understudy-witness-'));
  dirs.push(dir);
  return join(dir, 'witness');
}
afterAll(async () => {
  for (const dir of dirs) await rm(dir, { recursive: true, force: true });
});

async function createLog() {
  const signer = createNoteSigner(generateNoteKey('log.example', ed25519KeyType, systemRandom));
  return openLog(createMemoryStorage(), signer);
}

const unseal = (epoch: number) =>
  ({
    v: 1,
    at: '2026-05-04T12:00:00.000Z',
    kind: 'unseal',
    epoch,
    build: 'test',
  }) as const;

describe('a witness of its own', () => {
  test('makes its key once, readable by its owner alone', async () => {
    const dir = await newDir();
    const verifier = await initWitness(dir, 'works-council');
    expect(await initWitness(dir, 'another')).toBe(verifier);
    expect(parseVerifier(verifier).name).toBe('works-council');
    expect((await stat(join(dir, 'witness.key'))).mode & 0o077).toBe(0);
  });

  test('without a key, or without its memory of heads, refuses to start', async () => {
    const dir = await newDir();
    await expect(openWitnessHome(dir)).rejects.toMatchObject({ code: 'noKey' });
    await initWitness(dir, 'works-council');
    await rm(join(dir, 'heads.json'));
    await expect(openWitnessHome(dir)).rejects.toMatchObject({ code: 'lostHeads' });
  });

  test('answers by HTTP, keeps its state on the disk, and remembers it after a restart', async () => {
    const dir = await newDir();
    await initWitness(dir, 'works-council');
    const log = await createLog();
    await log.append([unseal(1), unseal(2)]);
    const start = async () => {
      const home = await openWitnessHome(dir);
      const witness = createWitness({ ...home, logs: [log.verifier], clock: systemClock });
      return serveWitness(witness, { host: '127.0.0.1', port: 0 });
    };
    const post = (url: string, body: string) =>
      fetch(`${url}/add-checkpoint`, { method: 'POST', body });

    const first = await start();
    const verifier = parseVerifier((await (await fetch(`${first.url}/verifier`)).text()).trim());
    const good = await post(first.url, addCheckpointToBody(0, [], log.readCheckpoint()));
    expect(good.status).toBe(200);
    const cosigned = withSignatureLines(log.readCheckpoint(), await good.text());
    const trust = { log: log.verifier, witnesses: [verifier], quorum: 1 };
    expect(verifyCheckpoint(cosigned, trust).cosignatures).toHaveLength(1);
    expect(await readFile(join(dir, 'heads.json'), 'utf8')).toContain('"size": 2');
    await first.close();

    await log.append([unseal(3)]);
    const second = await start();
    const stale = await post(second.url, addCheckpointToBody(0, [], log.readCheckpoint()));
    expect([stale.status, stale.headers.get('content-type'), await stale.text()]).toEqual([
      409,
      'text/x.tlog.size',
      '2\n',
    ]);
    const proof = await log.consistencyProof(2);
    const grown = await post(second.url, addCheckpointToBody(2, proof, log.readCheckpoint()));
    expect(grown.status).toBe(200);
    expect((await post(second.url, 'x'.repeat(100_000))).status).toBe(400);
    expect((await fetch(second.url)).status).toBe(404);
    await second.close();
  });

  test('says which port is taken', async () => {
    const dir = await newDir();
    await initWitness(dir, 'works-council');
    const home = await openWitnessHome(dir);
    const witness = createWitness({ ...home, logs: [], clock: systemClock });
    const server = await serveWitness(witness, { host: '127.0.0.1', port: 0 });
    const port = Number(new URL(server.url).port);
    await expect(serveWitness(witness, { host: '127.0.0.1', port })).rejects.toThrow(`${port}`);
    await server.close();
  });
});
