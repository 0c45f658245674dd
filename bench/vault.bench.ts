/** The vault over real sockets: boot, uploads, what a grant reaches, audit reads; signed requests throughout. */
import {
  createId,
  systemClock,
  systemRandom,
  type SessionId,
  type StewardId,
} from '@understudy/base';
import {
  enrolDevice,
  generateSigningKey,
  issueProgram,
  issueReceipt,
  signManifest,
  type SigningKey,
} from '@understudy/consent';
import { createVaultClient } from '@understudy/courier';
import { sha256Hex } from '@understudy/protocol';
import { addToTrust, listen, openVault } from '@understudy/vault';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureCpuMs, type Bench, type BenchRow } from './bench.ts';

const segmentBytes = 512 * 1024;
const segmentCount = 100;
const signedReads = 1_000;

async function startVault(homeDir: string) {
  return openVault({
    homeDir,
    keeperUrl: 'http://127.0.0.1:9',
    mode: 'development',
    version: 'bench',
    oidc: null,
    clock: systemClock,
    random: systemRandom,
  });
}

interface Steward {
  readonly steward: StewardId;
  readonly key: SigningKey;
}

/** A contributor who consented, and a session whose manifest lists `segments`. */
async function enrolWith(url: string, { steward, key: stewardKey }: Steward, bytes: Uint8Array) {
  const nowMs = systemClock.nowMs();
  const program = createId('program', systemClock, systemRandom);
  const parts = {
    program,
    title: 'Bench',
    controller: 'Bench',
    purposes: ['agentTraining' as const],
    purposeText: 'Bench',
    apps: [{ kind: 'app' as const, app: 'mousepad' }],
    tiers: ['text' as const],
    region: 'EU',
    retentionDays: 1,
    startsAt: new Date(nowMs - 1000).toISOString(),
    endsAt: new Date(nowMs + 86_400_000).toISOString(),
    steward,
  };
  const signed = await issueProgram(parts, stewardKey, systemClock);
  await createVaultClient({ baseUrl: url, key: stewardKey }).publishProgram({
    params: { program },
    body: { signed },
  });
  const key = await generateSigningKey();
  const vault = createVaultClient({ baseUrl: url, key });
  const contributor = createId('contributor', systemClock, systemRandom);
  const device = createId('device', systemClock, systemRandom);
  const recipient = `age1pq1${'q'.repeat(200)}`;
  const enrolment = await enrolDevice({ contributor, device, recipient }, key, systemClock);
  await vault.enrolDevice({ body: { enrolment } });
  const receiptId = createId('receipt', systemClock, systemRandom);
  const receipt = await issueReceipt(
    { receipt: receiptId, program: parts, contributor, device, tiers: ['text'] },
    key,
    systemClock,
  );
  await vault.putReceipt({ params: { receipt: receiptId }, body: { receipt } });
  const session: SessionId = createId('session', systemClock, systemRandom);
  const sha256 = sha256Hex(bytes);
  const segments = Array.from({ length: segmentCount }, (_, index) => ({
    segment: createId('segment', systemClock, systemRandom),
    index,
    startNs: index * 30e9,
    endNs: (index + 1) * 30e9,
    sizeBytes: bytes.byteLength,
    sha256,
  }));
  const manifest = await signManifest(
    {
      session,
      receipt: receiptId,
      program,
      contributor,
      device,
      tier: 'text',
      apps: ['mousepad'],
      origins: [],
      startedAt: new Date(systemClock.nowMs()).toISOString(),
      endedAt: new Date(systemClock.nowMs() + segmentCount * 30_000).toISOString(),
      closed: true,
      segments,
    },
    key,
  );
  await vault.putManifest({ params: { session }, body: { manifest } });
  return { vault, segments: segments.map(({ segment }) => segment) };
}

function secondsSince(startNs: bigint): number {
  return Number(process.hrtime.bigint() - startNs) / 1e9;
}

export const bench: Bench = {
  title: 'The vault: boot, uploads, signed reads (client and server in one process)',
  run: async (progress) => {
    const homeDir = await mkdtemp(join(tmpdir(), 'understudy-bench-vault-'));
    const stewardKey = await generateSigningKey();
    const steward = createId('steward', systemClock, systemRandom);
    await addToTrust(join(homeDir, 'trust.json'), {
      stewards: [{ steward, publicJwk: stewardKey.publicJwk }],
    });
    const bootNs = process.hrtime.bigint();
    const server = await startVault(homeDir);
    const listening = await listen(server.service, { port: 0, host: '127.0.0.1' });
    const { url } = listening;
    await createVaultClient({ baseUrl: url }).health();
    const bootMs = secondsSince(bootNs) * 1000;
    const bytes = new Uint8Array(randomBytes(segmentBytes));
    const { vault, segments } = await enrolWith(url, { steward, key: stewardKey }, bytes);

    progress('uploading …');
    const uploadNs = process.hrtime.bigint();
    const uploadCpuMs = await measureCpuMs(async () => {
      for (const segment of segments) {
        await vault.uploadSegment({
          segment,
          sizeBytes: bytes.byteLength,
          read: async (offset, length) => bytes.subarray(offset, offset + length),
        });
      }
    });
    const uploadSeconds = secondsSince(uploadNs);

    progress('writing the same files without a vault …');
    const plainNs = process.hrtime.bigint();
    for (const segment of segments) {
      await writeFile(join(homeDir, `plain-${segment}`), bytes, { flush: true });
    }
    const plainSeconds = secondsSince(plainNs);

    progress('reading …');
    const readNs = process.hrtime.bigint();
    for (let at = 0; at < signedReads; at += 1) await vault.listPrograms();
    const publicSeconds = secondsSince(readNs);
    const signedNs = process.hrtime.bigint();
    for (let at = 0; at < signedReads; at += 1) await vault.listDevices();
    const signedSeconds = secondsSince(signedNs);

    await listening.close();
    await server.stop();
    await rm(homeDir, { recursive: true, force: true });
    const mebibytes = (segmentBytes * segmentCount) / 2 ** 20;
    return [
      { measure: 'boot to the first answer', value: bootMs, unit: 'ms' },
      {
        measure: 'segments of 512 KiB uploaded, each durable and its consent judged',
        value: segmentCount / uploadSeconds,
        unit: 'segments/s',
        peers: [{ name: 'the same files written and flushed', value: segmentCount / plainSeconds }],
      },
      {
        measure: 'uploads, both ends',
        value: mebibytes / (uploadCpuMs / 1000),
        unit: 'MiB per CPU-second',
      },
      {
        measure: 'signed reads, one after another',
        value: signedReads / signedSeconds,
        unit: 'requests/s',
        peers: [{ name: 'the same without a signature', value: signedReads / publicSeconds }],
      },
    ] satisfies BenchRow[];
  },
};
