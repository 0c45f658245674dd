/**
 * The main job of the servers, through real processes: a sealed segment goes
 * in, and comes out for the researcher whose grant two stewards approved, and
 * for nobody else.
 */
import { createId, systemClock, systemRandom, type ProgramId, type Secret } from '@understudy/base';
import {
  approveWithKey,
  enrolDevice,
  everySession,
  generateSigningKey,
  issueProgram,
  issueReceipt,
  requestErasure,
  requestGrant,
  signClaim,
  signManifest,
  verifyGrant,
  verifyProgram,
  verifyReceipt,
  withdrawConsent,
  type Program,
} from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import { generateHybridKey, openSegment, parseAgeRecipient, sealArchive } from '@understudy/seal';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readResearcherKey, readStewardKey } from '../src/person-key.ts';
import { startUp, type UpProcess } from './up-process.ts';

let up: UpProcess;
beforeAll(async () => {
  up = await startUp();
});
afterAll(async () => {
  await up.stop();
});

const fresh = {
  program: () => createId('program', systemClock, systemRandom),
  receipt: () => createId('receipt', systemClock, systemRandom),
};

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function publishProgram(): Promise<{ program: Program; signed: string }> {
  const { steward, key } = await readStewardKey(up.stewards[0]);
  const nowMs = systemClock.nowMs();
  const program: ProgramId = fresh.program();
  const signed = await issueProgram(
    {
      program,
      title: 'Order desk',
      controller: 'Example Ltd',
      purposes: ['agentTraining'],
      purposeText: 'To train an agent for the order desk.',
      apps: [{ kind: 'app', app: 'mousepad' }],
      tiers: ['text'],
      region: 'EU',
      retentionDays: 30,
      startsAt: new Date(nowMs - 60_000).toISOString(),
      endsAt: new Date(nowMs + 86_400_000).toISOString(),
      steward,
    },
    key,
    systemClock,
  );
  await createVaultClient({ baseUrl: up.vault, key }).publishProgram({
    params: { program },
    body: { signed },
  });
  const known = [{ steward, publicJwk: key.publicJwk }];
  return { program: await verifyProgram(signed, known, nowMs), signed };
}

/** A contributor with one session of one sealed segment in the vault. */
async function contribute(plain: Uint8Array) {
  const { program, signed: signedProgram } = await publishProgram();
  const key = await generateSigningKey();
  const contributor = createId('contributor', systemClock, systemRandom);
  const device = createId('device', systemClock, systemRandom);
  const own = await generateHybridKey();
  const vault = createVaultClient({ baseUrl: up.vault, key });
  const keeper = createKeeperClient({ baseUrl: up.keeper, key });
  const enrolment = await enrolDevice(
    { contributor, device, recipient: own.recipient },
    key,
    systemClock,
  );
  await keeper.enrolDevice({ body: { enrolment } });
  await vault.enrolDevice({ body: { enrolment } });
  const receiptId = fresh.receipt();
  const signedReceipt = await issueReceipt(
    { receipt: receiptId, program, contributor, device, tiers: ['text'] },
    key,
    systemClock,
  );
  await vault.putReceipt({ params: { receipt: receiptId }, body: { receipt: signedReceipt } });
  const known = [{ contributor, device, publicJwk: key.publicJwk }];
  const receipt = await verifyReceipt(signedReceipt, known, systemClock.nowMs());
  const { recipient } = await keeper.recipient({ body: { program: signedProgram } });
  const bytes = await collect(sealArchive(plain, [parseAgeRecipient(recipient), own.recipient]));
  const segment = createId('segment', systemClock, systemRandom);
  const session = createId('session', systemClock, systemRandom);
  const nowMs = systemClock.nowMs();
  const manifest = await signManifest(
    {
      session,
      receipt: receiptId,
      program: program.program,
      contributor,
      device,
      tier: 'text',
      apps: ['mousepad'],
      origins: [],
      startedAt: new Date(nowMs).toISOString(),
      endedAt: new Date(nowMs + 1000).toISOString(),
      closed: true,
      segments: [
        {
          segment,
          index: 0,
          startNs: 0,
          endNs: 1e9,
          sizeBytes: bytes.byteLength,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        },
      ],
    },
    key,
  );
  await vault.putManifest({ params: { session }, body: { manifest } });
  await vault.uploadSegment({
    segment,
    sizeBytes: bytes.byteLength,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  });
  return { contributor, device, key, vault, keeper, program, receipt, session, segment };
}

async function requestGrantOn(program: Program) {
  const person = await readResearcherKey(up.researcher);
  const vault = createVaultClient({ baseUrl: up.vault, key: person.key });
  const nowMs = systemClock.nowMs();
  const grant = createId('grant', systemClock, systemRandom);
  const signed = await requestGrant(
    {
      grant,
      program: program.program,
      purpose: 'agentTraining',
      reason: 'To train an agent.',
      filter: everySession,
      tiers: ['text'],
      expiresAt: new Date(nowMs + 3_600_000).toISOString(),
      quota: { segments: 10, bytes: 1 << 30 },
      requester: { researcher: person.researcher, recipient: person.recipient },
    },
    person.key,
    systemClock,
  );
  const row = await vault.requestGrant({ body: { grant: signed } });
  return { person, vault, grant, signed, row };
}

async function approve(grant: Awaited<ReturnType<typeof requestGrantOn>>, file: string) {
  const { steward, key } = await readStewardKey(file);
  const claimed = await verifyGrant(grant.signed, systemClock.nowMs());
  return createVaultClient({ baseUrl: up.vault, key }).approveGrant({
    params: { grant: grant.grant },
    body: { approval: await approveWithKey(claimed, steward, key, systemClock) },
  });
}

type Granted = Awaited<ReturnType<typeof requestGrantOn>>;
type Contribution = Awaited<ReturnType<typeof contribute>>;

async function releaseOf(granted: Granted, { session, segment }: Contribution) {
  const claim = await signClaim(granted.grant, granted.person.key, systemClock, systemRandom);
  return granted.vault.requestReleases({
    params: { grant: granted.grant },
    body: { claim, session, segments: [segment] },
  });
}

async function fetchPlain(granted: Granted, contribution: Contribution, identity: Secret<string>) {
  const { releases } = await releaseOf(granted, contribution);
  const release = releases[0]?.release;
  if (release === undefined) throw new Error('nothing was released');
  const sealed = await granted.vault.getRelease({ params: { release } });
  return collect(openSegment(sealed, identity));
}

test('a segment comes out as it went in, after two approvals and a log entry', async () => {
  const plain = new Uint8Array(3_000_000).map((_, at) => (at * 31) % 251);
  const contribution = await contribute(plain);
  const granted = await requestGrantOn(contribution.program);
  expect(granted.row.state).toBe('pending');
  await expect(releaseOf(granted, contribution)).rejects.toMatchObject({ code: 'grantNotLive' });
  expect((await approve(granted, up.stewards[0])).state).toBe('pending');
  const approved = await approve(granted, up.stewards[1]);
  expect(approved).toMatchObject({ state: 'approved', reach: { people: 1, sessions: 1 } });

  const before = (await createKeeperClient({ baseUrl: up.keeper }).status()).logSize;
  const opened = await fetchPlain(granted, contribution, granted.person.identity);
  expect(Buffer.compare(opened, plain)).toBe(0);
  const after = (await createKeeperClient({ baseUrl: up.keeper }).status()).logSize;
  expect(after).toBeGreaterThan(before);
  expect(await granted.vault.readLog('checkpoint')).not.toBeNull();
});

test('a withdrawal stops the next release at once, and an erasure takes the blobs and the key', async () => {
  const contribution = await contribute(new TextEncoder().encode('one segment'));
  const granted = await requestGrantOn(contribution.program);
  await approve(granted, up.stewards[0]);
  await approve(granted, up.stewards[1]);
  await fetchPlain(granted, contribution, granted.person.identity);

  const { key, contributor, device, vault, receipt } = contribution;
  const withdrawal = await withdrawConsent(receipt, key, systemClock);
  await vault.withdraw({ body: { withdrawal } });
  await expect(releaseOf(granted, contribution)).rejects.toMatchObject({ code: 'notAvailable' });

  const request = await requestErasure(
    { contributor, device, scope: { kind: 'everything' } },
    key,
    systemClock,
  );
  const erased = await vault.erase({ body: { request } });
  expect(erased).toMatchObject({ sessions: 1, segments: 1 });
  expect(erased.receipt).not.toBeNull();
});

test('a second `up` finds the first and says so', async () => {
  const { code, out } = await up.run('up');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ already: true, vault: up.vault });
});

test('`up` on a taken port says which, and leaves nothing running', async () => {
  const { port } = new URL(up.vault);
  const ran = await up.run(
    '--home',
    `${up.home}/other`,
    'up',
    '--vault-port',
    port,
    '--keeper-port',
    '0',
    '--identity-port',
    '0',
  );
  expect(ran.code).toBe(1);
  expect(ran.err).toContain(port);
});
