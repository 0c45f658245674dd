/** What people do at the servers of an `understudy up`: contribute, ask, approve, release. */
import {
  createId,
  systemClock,
  systemRandom,
  type ProgramId,
  type Secret,
  type SessionId,
} from '@understudy/base';
import {
  approveWithKey,
  enrolDevice,
  everySession,
  generateSigningKey,
  issueProgram,
  issueReceipt,
  requestGrant,
  signClaim,
  signManifest,
  verifyGrant,
  verifyProgram,
  verifyReceipt,
  type Program,
} from '@understudy/consent';
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import {
  generateHybridKey,
  openSegment,
  parseAgeRecipient,
  sealArchive,
  type AgeRecipient,
} from '@understudy/seal';
import { createHash } from 'node:crypto';
import { readResearcherKey, readStewardKey } from '../src/person-key.ts';
import type { UpProcess } from './up-process.ts';

const fresh = {
  program: () => createId('program', systemClock, systemRandom),
  receipt: () => createId('receipt', systemClock, systemRandom),
};

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function publishProgram(up: UpProcess): Promise<{ program: Program; signed: string }> {
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

export type Seal = (plain: Uint8Array, to: readonly AgeRecipient[]) => Promise<Uint8Array>;

const sealToBoth: Seal = (plain, to) => collect(sealArchive(plain, to));

/** A contributor with one session of one sealed segment in the vault. */
export async function contribute(
  up: UpProcess,
  plain: Uint8Array | ((session: SessionId) => Promise<Uint8Array>),
  seal: Seal = sealToBoth,
) {
  const { program, signed: signedProgram } = await publishProgram(up);
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
  const session = createId('session', systemClock, systemRandom);
  const content = typeof plain === 'function' ? await plain(session) : plain;
  const bytes = await seal(content, [parseAgeRecipient(recipient), own.recipient]);
  const segment = createId('segment', systemClock, systemRandom);
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

export async function requestGrantOn(up: UpProcess, program: Program) {
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

export async function approve(up: UpProcess, grant: Granted, file: string) {
  const { steward, key } = await readStewardKey(file);
  const claimed = await verifyGrant(grant.signed, systemClock.nowMs());
  return createVaultClient({ baseUrl: up.vault, key }).approveGrant({
    params: { grant: grant.grant },
    body: { approval: await approveWithKey(claimed, steward, key, systemClock) },
  });
}

export type Granted = Awaited<ReturnType<typeof requestGrantOn>>;
export type Contribution = Awaited<ReturnType<typeof contribute>>;

export async function releaseOf(granted: Granted, { session, segment }: Contribution) {
  const claim = await signClaim(granted.grant, granted.person.key, systemClock, systemRandom);
  return granted.vault.requestReleases({
    params: { grant: granted.grant },
    body: { claim, session, segments: [segment] },
  });
}

export async function fetchPlain(
  granted: Granted,
  contribution: Contribution,
  identity: Secret<string>,
) {
  const { releases } = await releaseOf(granted, contribution);
  const release = releases[0]?.release;
  if (release === undefined) throw new Error('nothing was released');
  const sealed = await granted.vault.getRelease({ params: { release } });
  return collect(openSegment(sealed, identity));
}

/** `understudy incident` over all times, by the first steward; `summary` is its last answer. */
export async function drawUpIncident(up: UpProcess, ...flags: readonly string[]) {
  const [steward] = up.stewards;
  const ran = await up.run(
    'incident',
    '--from=2020-01-01T00:00:00Z',
    '--to=2100-01-01T00:00:00Z',
    `--vault=${up.vault}`,
    `--keeper=${up.keeper}`,
    `--key=${steward}`,
    ...flags,
  );
  const last = ran.out.trim().split('\n').at(-1) ?? '';
  return { ...ran, summary: last === '' ? null : (JSON.parse(last) as unknown) };
}
