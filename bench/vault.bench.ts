/**
 * The vault over real sockets, a real keeper behind it: boot, uploads, signed
 * reads, logged releases. Client and servers share one process, so what counts
 * per CPU-second counts all of them.
 */
import { systemRandom } from '@understudy/base';
import { approveWithKey, signClaim, verifyGrant } from '@understudy/consent';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServers, type TestServers } from '../apps/cli/tests/servers.ts';
import {
  consented,
  contribute,
  manifestOf,
  putManifest,
  randomSegments,
  requestGrantFor,
  upload,
  type TestVault,
} from '../apps/vault/tests/world.ts';
import { measureCpuMs, type Bench, type BenchRow } from './bench.ts';

const segmentBytes = 512 * 1024;
const segmentCount = 100;
const signedReads = 1_000;
const contributors = 200;

interface Timed {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

async function measure(work: () => Promise<void>): Promise<Timed> {
  const startNs = process.hrtime.bigint();
  const cpuMs = await measureCpuMs(work);
  return {
    seconds: Number(process.hrtime.bigint() - startNs) / 1e9,
    cpuSeconds: cpuMs / 1000,
  };
}

async function measureUploads(vault: TestVault): Promise<BenchRow[]> {
  const { person, consent } = await consented(vault);
  const segments = randomSegments(
    vault,
    Array.from({ length: segmentCount }, () => segmentBytes),
  );
  await putManifest(person, manifestOf(vault, person, consent, segments));
  const uploaded = await measure(async () => {
    for (const segment of segments) await upload(person, segment);
  });
  const folder = await mkdtemp(join(tmpdir(), 'understudy-bench-plain-'));
  const plain = await measure(async () => {
    for (const { segment, bytes } of segments) {
      await writeFile(join(folder, segment), bytes, { flush: true });
    }
  });
  await rm(folder, { recursive: true });
  const mebibytes = (segmentBytes * segmentCount) / 2 ** 20;
  return [
    {
      measure: 'segments of 512 KiB uploaded, each durable and its consent judged',
      value: segmentCount / uploaded.seconds,
      unit: 'segments/s',
      peers: [{ name: 'the same files written and flushed', value: segmentCount / plain.seconds }],
    },
    {
      measure: 'uploads, both ends',
      value: mebibytes / uploaded.cpuSeconds,
      unit: 'MiB per CPU-second',
    },
  ];
}

async function measureReads(vault: TestVault): Promise<BenchRow> {
  const { person } = await consented(vault);
  const anybody = await measure(async () => {
    for (let at = 0; at < signedReads; at += 1) await person.vault.listPrograms();
  });
  const signed = await measure(async () => {
    for (let at = 0; at < signedReads; at += 1) await person.vault.listDevices();
  });
  return {
    measure: 'signed reads, one after another',
    value: signedReads / signed.seconds,
    unit: 'requests/s',
    peers: [{ name: 'the same without a signature', value: signedReads / anybody.seconds }],
  };
}

/** One segment a request: each its own decision, its own entry and checkpoint in the log. */
async function measureReleases({ vault, people }: TestServers): Promise<BenchRow> {
  const count = 50;
  const sizes = Array.from({ length: count - 1 }, () => 1000);
  const { program, manifest, segments } = await contribute(vault, [1000, ...sizes]);
  await vault.vault.world.settleRelay();
  const recipient = people.researcher.recipient;
  const quota = { segments: count, bytes: 1 << 30 };
  const grant = await requestGrantFor(vault, program.program, { recipient, quota });
  for (const { id, key, vault: client } of vault.stewards) {
    const { signed } = await client.getGrant({ params: { grant } });
    const claimed = await verifyGrant(signed, vault.clock.nowMs());
    const approval = await approveWithKey(claimed, id, key, vault.clock);
    await client.approveGrant({ params: { grant }, body: { approval } });
  }
  const { session } = manifest;
  const released = await measure(async () => {
    for (const { segment } of segments) {
      const { key, vault: client } = vault.researcher;
      const claim = await signClaim(grant, key, vault.clock, systemRandom);
      const body = { claim, session, segments: [segment] };
      await client.requestReleases({ params: { grant }, body });
    }
  });
  return {
    measure: 'releases asked for through the vault, each decided and logged durably',
    value: count / released.cpuSeconds,
    unit: 'releases per CPU-second',
  };
}

/** From the call to the first answer, over the home of many contributors. */
async function measureBoot(vault: TestVault): Promise<Timed> {
  await vault.stop({ keepHome: true });
  let started = vault;
  const boot = await measure(async () => {
    started = await vault.start();
    await started.nobody.health();
  });
  await started.stop({ keepHome: true });
  return boot;
}

export const bench: Bench = {
  title:
    'The vault: boot, uploads, signed reads, logged releases (client and servers in one process)',
  run: async (progress) => {
    const servers = await startServers();
    const { vault } = servers;
    progress('uploading …');
    const uploads = await measureUploads(vault);
    progress('reading …');
    const reads = await measureReads(vault);
    progress('releasing …');
    const releases = await measureReleases(servers);
    progress('filling the vault …');
    for (let at = 0; at < contributors; at += 1) await contribute(vault, [100]);
    const boot = await measureBoot(vault);
    servers.vault = await vault.start();
    await servers.stop();
    return [
      {
        measure: `boot to the first answer, with ${contributors} contributors' sessions`,
        value: boot.seconds * 1000,
        unit: 'ms',
      },
      ...uploads,
      reads,
      releases,
    ];
  },
};
