/** A vault on a free port with its people and one contributor's device; the keeper is the caller's. */
import {
  createId,
  systemClock,
  systemRandom,
  type Clock,
  type ContributorId,
  type DeviceId,
  type GrantId,
  type ProgramId,
  type ReceiptId,
  type ResearcherId,
  type SegmentId,
  type SessionId,
  type StewardId,
  type Tier,
} from '@understudy/base';
import {
  enrolDevice,
  everySession,
  generateSigningKey,
  issueProgram,
  issueReceipt,
  narrowReceipt,
  requestGrant,
  signManifest,
  verifyProgram,
  verifyReceipt,
  type Narrowing,
  type Program,
  type Receipt,
  type SessionManifest,
  type SignedProgram,
  type SignedReceipt,
  type SigningKey,
} from '@understudy/consent';
import { createVaultClient, type UploadOptions, type VaultClient } from '@understudy/courier';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listen, openVault, type Vault, type VaultPlace } from '../src/index.ts';
import type { RateRules } from '../src/rate-limit.ts';
import { createPeople, peopleToTrust, type Keys } from './people.ts';

/** Any well-formed recipient: the vault never seals. */
export const anyRecipient = `age1pq1${'q'.repeat(200)}`;

interface Person<Id> {
  readonly id: Id;
  readonly key: SigningKey;
  readonly vault: VaultClient;
}

export interface TestVault {
  readonly url: string;
  readonly homeDir: string;
  readonly place: VaultPlace;
  readonly people: Keys;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly stewards: readonly [Person<StewardId>, Person<StewardId>];
  readonly researcher: Person<ResearcherId>;
  readonly operator: { readonly key: SigningKey; readonly vault: VaultClient };
  /** Without a key. */
  readonly nobody: VaultClient;
  clientOf(key: SigningKey): VaultClient;
  /** Starts again over the home that a stop has kept. */
  start(): Promise<TestVault>;
  restart(): Promise<TestVault>;
  stop(options?: { readonly keepHome: boolean }): Promise<void>;
}

/** A port that nobody listens on: the keeper is down. */
const nowhere = 'http://127.0.0.1:9';
const once = { attempts: 1, firstWaitMs: 1, maxWaitMs: 1 };

export interface TestVaultOptions {
  readonly keeperUrl?: string;
  readonly clock?: Clock;
  readonly homeDir?: string;
  readonly rates?: RateRules;
  readonly minFreeBytes?: number;
  readonly postgresUrl?: string;
  readonly s3?: string;
}

export async function startVault(
  options: TestVaultOptions = {},
  people?: Keys,
): Promise<TestVault> {
  const homeDir = options.homeDir ?? (await mkdtemp(join(tmpdir(), 'understudy-vault-')));
  const clock = options.clock ?? systemClock;
  const keys = people ?? (await createPeople());
  await mkdir(homeDir, { recursive: true });
  await writeFile(join(homeDir, 'trust.json'), JSON.stringify(peopleToTrust(keys)));
  const vault = await openVault({
    ...options,
    homeDir,
    keeperUrl: options.keeperUrl ?? nowhere,
    mode: 'development',
    oidc: null,
    version: '0.0.0',
    clock,
    random: systemRandom,
  });
  const listening = await listen(vault.service, { port: 0, host: '127.0.0.1' });
  const clientOf = (key?: SigningKey): VaultClient =>
    createVaultClient({
      baseUrl: listening.url,
      clock,
      backoff: once,
      ...(key === undefined ? {} : { key }),
    });
  const start = (): Promise<TestVault> => startVault({ ...options, homeDir }, keys);
  const stop: TestVault['stop'] = async ({ keepHome } = { keepHome: false }) => {
    await listening.close();
    await vault.stop();
    if (!keepHome) await rm(homeDir, { recursive: true, force: true });
  };
  const [first, second] = keys.stewards;
  return {
    url: listening.url,
    homeDir,
    place: { ...options, homeDir },
    people: keys,
    vault,
    clock,
    stewards: [
      { ...first, vault: clientOf(first.key) },
      { ...second, vault: clientOf(second.key) },
    ],
    researcher: { ...keys.researcher, vault: clientOf(keys.researcher.key) },
    operator: { ...keys.operator, vault: clientOf(keys.operator.key) },
    nobody: clientOf(),
    clientOf,
    start,
    restart: async () => {
      await stop({ keepHome: true });
      return start();
    },
    stop,
  };
}

export interface Contributor {
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly key: SigningKey;
  readonly enrolment: string;
  readonly vault: VaultClient;
}

export async function enrol(world: TestVault, recipient = anyRecipient): Promise<Contributor> {
  const key = await generateSigningKey();
  const contributor = createId('contributor', world.clock, systemRandom);
  const device = createId('device', world.clock, systemRandom);
  const enrolment = await enrolDevice({ contributor, device, recipient }, key, world.clock);
  await world.nobody.enrolDevice({ body: { enrolment } });
  return { contributor, device, key, enrolment, vault: world.clientOf(key) };
}

function programParts(world: TestVault): Program {
  const nowMs = world.clock.nowMs();
  return {
    program: createId('program', world.clock, systemRandom),
    title: 'Order desk',
    controller: 'Example Ltd',
    purposes: ['agentTraining'],
    purposeText: 'To train an agent for the order desk.',
    apps: [{ kind: 'app', app: 'mousepad' }],
    tiers: ['motion', 'actions', 'text'],
    region: 'EU',
    retentionDays: 90,
    startsAt: new Date(nowMs - 3_600_000).toISOString(),
    endsAt: new Date(nowMs + 30 * 86_400_000).toISOString(),
    steward: world.stewards[0].id,
  };
}

export interface PublishedProgram {
  readonly program: Program;
  readonly signed: SignedProgram;
}

export async function publish(
  world: TestVault,
  change: Partial<Program> = {},
): Promise<PublishedProgram> {
  const [{ id, key, vault }] = world.stewards;
  const signed = await issueProgram({ ...programParts(world), ...change }, key, world.clock);
  const known = [{ steward: id, publicJwk: key.publicJwk }];
  const program = await verifyProgram(signed, known, world.clock.nowMs());
  await vault.publishProgram({ params: { program: program.program }, body: { signed } });
  return { program, signed };
}

export interface GivenConsent {
  readonly receipt: Receipt;
  readonly signed: SignedReceipt;
}

export async function consentTo(
  world: TestVault,
  person: Contributor,
  program: Program,
  tiers: readonly Tier[] = ['text'],
): Promise<GivenConsent> {
  const receiptId: ReceiptId = createId('receipt', world.clock, systemRandom);
  const { contributor, device, key } = person;
  const signed = await issueReceipt(
    { receipt: receiptId, program, contributor, device, tiers },
    key,
    world.clock,
  );
  await person.vault.putReceipt({ params: { receipt: receiptId }, body: { receipt: signed } });
  const known = [{ contributor, device, publicJwk: key.publicJwk }];
  return { receipt: await verifyReceipt(signed, known, world.clock.nowMs()), signed };
}

/** A narrower consent in the place of that one. */
export async function narrow(
  world: TestVault,
  person: Contributor,
  { receipt: wide }: GivenConsent,
  change: Omit<Narrowing, 'receipt'>,
): Promise<GivenConsent> {
  const receiptId = createId('receipt', world.clock, systemRandom);
  const narrowing = { ...change, receipt: receiptId };
  const made = await narrowReceipt(wide, narrowing, person.key, world.clock);
  const { contributor, device, key, vault } = person;
  await vault.putReceipt({ params: { receipt: receiptId }, body: { receipt: made.receipt } });
  await vault.withdraw({ body: { withdrawal: made.withdrawal } });
  const known = [{ contributor, device, publicJwk: key.publicJwk }];
  const receipt = await verifyReceipt(made.receipt, known, world.clock.nowMs());
  return { receipt, signed: made.receipt };
}

export interface TestSegment {
  readonly segment: SegmentId;
  readonly bytes: Uint8Array;
}

export function randomSegments(world: TestVault, sizes: readonly number[]): TestSegment[] {
  return sizes.map((size) => ({
    segment: createId('segment', world.clock, systemRandom),
    bytes: new Uint8Array(randomBytes(size)),
  }));
}

export function manifestOf(
  world: TestVault,
  person: Contributor,
  consent: GivenConsent,
  segments: readonly TestSegment[],
  change: Partial<SessionManifest> = {},
): SessionManifest {
  const session: SessionId = createId('session', world.clock, systemRandom);
  const nowMs = world.clock.nowMs();
  return {
    session,
    receipt: consent.receipt.receipt,
    program: consent.receipt.program,
    contributor: person.contributor,
    device: person.device,
    tier: 'text',
    apps: ['mousepad'],
    origins: [],
    startedAt: new Date(nowMs).toISOString(),
    endedAt: new Date(nowMs + 30_000 * segments.length).toISOString(),
    closed: true,
    segments: segments.map(({ segment, bytes }, index) => ({
      segment,
      index,
      startNs: index * 30e9,
      endNs: (index + 1) * 30e9,
      sizeBytes: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
    ...change,
  };
}

export async function putManifest(person: Contributor, manifest: SessionManifest) {
  return person.vault.putManifest({
    params: { session: manifest.session },
    body: { manifest: await signManifest(manifest, person.key) },
  });
}

export async function upload(
  person: Contributor,
  { segment, bytes }: TestSegment,
  options: UploadOptions = {},
): Promise<void> {
  const read = async (offset: number, length: number): Promise<Uint8Array> =>
    bytes.slice(offset, offset + length);
  await person.vault.uploadSegment({ segment, sizeBytes: bytes.byteLength, read }, options);
}

/** A contributor with one session of these sizes, all of it in the vault. */
export async function contribute(
  world: TestVault,
  sizes: readonly [number, ...number[]],
  change: Partial<Program> = {},
) {
  const given = await consented(world, change);
  const segments = randomSegments(world, sizes);
  const manifest = manifestOf(world, given.person, given.consent, segments);
  await putManifest(given.person, manifest);
  for (const segment of segments) await upload(given.person, segment);
  return { ...given, manifest, segments, segment: firstOf(segments) };
}

/** A contributor who has consented to a program of their own, and uploaded nothing. */
export async function consented(world: TestVault, change: Partial<Program> = {}) {
  const person = await enrol(world);
  const { program, signed } = await publish(world, change);
  const consent = await consentTo(world, person, program);
  return { person, program, signedProgram: signed, consent };
}

/** The same with a manifest of one segment, of which nothing is uploaded yet. */
export async function announced(world: TestVault, sizeBytes: number) {
  const given = await consented(world);
  const segment = firstOf(randomSegments(world, [sizeBytes]));
  const manifest = manifestOf(world, given.person, given.consent, [segment]);
  await putManifest(given.person, manifest);
  return { ...given, segment, manifest };
}

type GrantParts = Parameters<typeof requestGrant>[0];

/** A grant that the researcher asked for and nobody decided yet. */
export async function requestGrantFor(
  world: TestVault,
  program: ProgramId,
  {
    recipient = anyRecipient,
    quota = { segments: 10, bytes: 1 << 30 },
  }: Partial<Pick<GrantParts['requester'], 'recipient'> & Pick<GrantParts, 'quota'>> = {},
): Promise<GrantId> {
  const grant = createId('grant', world.clock, systemRandom);
  const { id, key, vault } = world.researcher;
  const signed = await requestGrant(
    {
      grant,
      program,
      purpose: 'agentTraining',
      reason: 'To train an agent.',
      filter: everySession,
      tiers: ['text'],
      expiresAt: new Date(world.clock.nowMs() + 3_600_000).toISOString(),
      quota,
      requester: { researcher: id, recipient },
    },
    key,
    world.clock,
  );
  await vault.requestGrant({ body: { grant: signed } });
  return grant;
}

function firstOf(segments: readonly TestSegment[]): TestSegment {
  const [segment] = segments;
  if (segment === undefined) throw new Error('no segment');
  return segment;
}

export async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The code that the promise was refused with. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  return 'not refused';
}
