/**
 * `kill -9` of the vault at every step of a release, before a real keeper:
 * whatever the researcher holds is in the log, and the next release works.
 */
import { createId, systemRandom } from '@understudy/base';
import { approveWithKey, signClaim, verifyGrant } from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { parseAgeRecipient, sealArchive } from '@understudy/seal';
import { startProcess } from '@understudy/testkit';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  collect,
  consented,
  manifestOf,
  putManifest,
  requestGrantFor,
  upload,
} from '../../vault/tests/world.ts';
import { startServers, type TestServers } from './servers.ts';

let servers: TestServers;
beforeEach(async () => {
  servers = await startServers();
});
afterEach(async () => {
  await servers.stop();
});

/** One sealed segment of some MiB, and an approved grant that reaches it. */
async function readable() {
  const { vault, people, keeperUrl } = servers;
  const given = await consented(vault);
  await vault.vault.world.settleRelay();
  const { person, consent, signedProgram, program } = given;
  const client = createKeeperClient({ baseUrl: keeperUrl, key: person.key });
  const { recipient } = await client.recipient({ body: { program: signedProgram } });
  const sealed = await collect(
    sealArchive(new Uint8Array(4 << 20), [parseAgeRecipient(recipient)]),
  );
  const segment = {
    segment: createId('segment', vault.clock, systemRandom),
    bytes: new Uint8Array(sealed),
  };
  const manifest = manifestOf(vault, person, consent, [segment]);
  await putManifest(person, manifest);
  await upload(person, segment);
  const grant = await requestGrantFor(vault, program.program, people.researcher);
  for (const { id, key, vault: client } of vault.stewards) {
    const { signed } = await client.getGrant({ params: { grant } });
    const claimed = await verifyGrant(signed, vault.clock.nowMs());
    const approval = await approveWithKey(claimed, id, key, vault.clock);
    await client.approveGrant({ params: { grant }, body: { approval } });
  }
  return { grant, session: manifest.session, segment: segment.segment };
}

type Readable = Awaited<ReturnType<typeof readable>>;

/** How many bytes came until it ended, well or by death. */
async function read(baseUrl: string, { grant, session, segment }: Readable): Promise<number> {
  const { vault } = servers;
  const { key } = vault.researcher;
  const backoff = { attempts: 1, firstWaitMs: 1, maxWaitMs: 1 };
  const client = createVaultClient({ baseUrl, key, backoff });
  const claim = await signClaim(grant, key, vault.clock, systemRandom);
  let bytes = 0;
  try {
    const body = { claim, session, segments: [segment] };
    const { releases } = await client.requestReleases({ params: { grant }, body });
    const params = { release: releases[0]?.release ?? '' };
    for await (const piece of await client.getRelease({ params })) bytes += piece.byteLength;
  } catch {
    // The death of the vault; what counts is what came before it.
  }
  return bytes;
}

const logged = (): number =>
  [...servers.keeper.core.journal.facts.used.values()].reduce((sum, use) => sum + use.segments, 0);

const steps: readonly (readonly [step: string, logged: number, bytes: boolean])[] = [
  ['before the keeper is asked', 0, false],
  ['after the keeper has logged, before the row', 1, false],
  ['before the sealed bytes are sent', 1, false],
  ['in the middle of the stream', 1, true],
];

test.each(steps)('killed %s, nothing was read that is not in the log', async (step, count, any) => {
  const all = await readable();
  await servers.vault.stop({ keepHome: true });
  const script = join(import.meta.dirname, '../../vault/tests/crash-vault.ts');
  const args = [script, servers.vault.homeDir, servers.keeperUrl, step];
  const dying = startProcess(process.execPath, args, {});
  const bytes = await read(await dying.line((line) => line.startsWith('http')), all);
  expect(await dying.ended).toBeNull();
  expect({ logged: logged(), any: bytes > 0 }).toEqual({ logged: count, any });

  servers.vault = await servers.vault.start();
  expect(await read(servers.vault.url, all)).toBeGreaterThan(4 << 20);
  expect(logged()).toBe(count + 1);
});
