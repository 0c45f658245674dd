/** A keeper with its people: two stewards and more, a researcher, a contributor with a device. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { createId, Secret, systemClock, systemRandom } from '@understudy/base';
import type { Clock, SegmentId, SessionId } from '@understudy/base';
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
  signOrder,
  verifyGrant,
  verifyReceipt,
  type Grant,
  type Program,
} from '@understudy/consent';
import { createKeeperClient, type KeeperClient } from '@understudy/courier';
import { generateHybridKey, parseAgeRecipient, sealArchive } from '@understudy/seal';
import { initKeeper, listen, openKeeper, type ProtectorChoice } from '../src/index.ts';
import type { Keeper } from '../src/keeper.ts';

export const passphrase = 'correct horse battery staple';
export const build = 'test-build';
const dayMs = 86_400_000;

/** A clock that tests may turn forward. */
export interface TurnedClock extends Clock {
  turn(ms: number): void;
}

export function createTurnedClock(): TurnedClock {
  let aheadMs = 0;
  return {
    nowMs: () => systemClock.nowMs() + aheadMs,
    monotonicNs: () => systemClock.monotonicNs() + BigInt(aheadMs) * 1_000_000n,
    turn: (ms) => {
      aheadMs += ms;
    },
  };
}

async function createPeople() {
  const steward = async () => ({
    steward: createId('steward', systemClock, systemRandom),
    key: await generateSigningKey(),
  });
  return {
    anna: await steward(),
    ben: await steward(),
    cleo: await steward(),
    researcher: {
      researcher: createId('researcher', systemClock, systemRandom),
      key: await generateSigningKey(),
      ...(await generateHybridKey()),
    },
    operator: await generateSigningKey(),
  };
}

interface WorldOptions {
  readonly protector?: ProtectorChoice;
  readonly clock?: Clock;
  readonly retentionDays?: number;
}

/** Set up, listening and unsealed. `stop` ends the process's part and removes the home. */
export async function createWorld(options: WorldOptions = {}) {
  const clock = options.clock ?? systemClock;
  const people = await createPeople();
  const home = await mkdtemp(join(tmpdir(), 'understudy-keeper-'));
  const { anna, ben, cleo, operator } = people;
  const made = await initKeeper(
    {
      home,
      // A low cost: the passphrase of a test protects nothing.
      protector: options.protector ?? {
        kind: 'passphrase',
        passphrase: new Secret(passphrase),
        cost: 12,
      },
      trust: {
        stewards: [anna, ben, cleo].map(({ steward, key }) => ({
          steward,
          publicJwk: key.publicJwk,
        })),
        operators: [operator.publicJwk],
      },
      origin: 'keeper.test/log',
      retentionDays: options.retentionDays ?? 3,
    },
    systemRandom,
  );
  const started: { keeper: Keeper; stop: () => Promise<void>; url: string }[] = [];
  const start = async (at = home) => {
    const keeper = await openKeeper(at, { clock, random: systemRandom, build });
    const listening = await listen(keeper, { host: '127.0.0.1', port: 0, onError: () => {} });
    const running = { keeper, url: listening.url, stop: listening.stop };
    started.push(running);
    return running;
  };
  const stopAll = async () => {
    while (started.length > 0) await started.pop()?.stop();
  };
  return {
    home,
    clock,
    people,
    made,
    start,
    stopAll,
    end: async () => {
      await stopAll();
      await rm(home, { recursive: true, force: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof createWorld>>;

export async function unseal(url: string): Promise<void> {
  await createKeeperClient({ baseUrl: url }).unseal({ body: { kind: 'passphrase', passphrase } });
}

export async function createProgram(world: World, change: Partial<Program> = {}) {
  const { clock, people } = world;
  const program: Program = {
    program: createId('program', clock, systemRandom),
    title: 'Order desk',
    controller: 'Example GmbH',
    purposes: ['agentTraining'],
    purposeText: 'To train agents that change addresses.',
    apps: [{ kind: 'app', app: 'gedit' }],
    tiers: ['screen'],
    region: 'EU',
    retentionDays: 365,
    startsAt: new Date(clock.nowMs() - dayMs).toISOString(),
    endsAt: new Date(clock.nowMs() + 300 * dayMs).toISOString(),
    steward: people.anna.steward,
    ...change,
  };
  return { program, signed: await issueProgram(program, people.anna.key, clock) };
}

/** A contributor with an enrolled device, a receipt, and a recipient at the keeper. */
export async function createContributor(
  world: World,
  url: string,
  { program, signed }: Awaited<ReturnType<typeof createProgram>>,
) {
  const { clock } = world;
  const contributor = createId('contributor', clock, systemRandom);
  const device = createId('device', clock, systemRandom);
  const key = await generateSigningKey();
  const own = await generateHybridKey();
  const client: KeeperClient = createKeeperClient({ baseUrl: url, key, clock });
  const enrolment = await enrolDevice(
    { contributor, device, recipient: own.recipient },
    key,
    clock,
  );
  // Not signed: its key is not known yet; the enrolment carries its own proof.
  const { pseudonym } = await createKeeperClient({ baseUrl: url }).enrolDevice({
    body: { enrolment },
  });
  const receipt = await issueReceipt(
    {
      receipt: createId('receipt', clock, systemRandom),
      program,
      contributor,
      device,
      tiers: ['screen'],
    },
    key,
    clock,
  );
  const opened = await verifyReceipt(
    receipt,
    [{ contributor, device, publicJwk: key.publicJwk }],
    clock.nowMs(),
  );
  const { recipient } = await client.recipient({ body: { program: signed } });
  return {
    contributor,
    device,
    key,
    own,
    client,
    enrolment,
    receipt,
    opened,
    recipient,
    pseudonym,
  };
}
export type Contributor = Awaited<ReturnType<typeof createContributor>>;

/** A session of sealed segments with its manifest; the content is any bytes. */
export async function createSession(
  world: World,
  { program, signed }: Awaited<ReturnType<typeof createProgram>>,
  person: Contributor,
  contents: readonly Uint8Array[],
  options: {
    /** Sealed before, by whomever. */
    readonly foreign?: readonly { readonly segment: SegmentId; readonly bytes: Uint8Array }[];
    /** Sealed to a key of its own, not to the program's. */
    readonly ownKey?: true;
  } = {},
) {
  const { clock } = world;
  const session: SessionId = createId('session', clock, systemRandom);
  const { recipient } =
    options.ownKey === true
      ? await person.client.recipient({ body: { program: signed, session } })
      : person;
  const startedAt = new Date(clock.nowMs()).toISOString();
  const segments: { segment: SegmentId; bytes: Uint8Array }[] = [...(options.foreign ?? [])];
  for (const content of contents) {
    const pieces: Uint8Array[] = [];
    const to = [parseAgeRecipient(recipient), person.own.recipient];
    for await (const piece of sealArchive(content, to)) pieces.push(piece);
    segments.push({
      segment: createId('segment', clock, systemRandom),
      bytes: Buffer.concat(pieces),
    });
  }
  const manifest = await signManifest(
    {
      session,
      receipt: person.opened.receipt,
      program: program.program,
      contributor: person.contributor,
      device: person.device,
      tier: 'screen',
      apps: ['gedit'],
      origins: [],
      startedAt,
      endedAt: new Date(clock.nowMs() + 1000).toISOString(),
      closed: true,
      segments: segments.map(({ segment, bytes }, index) => ({
        segment,
        index,
        startNs: index * 1000,
        endNs: (index + 1) * 1000,
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })),
    },
    person.key,
  );
  return { session, manifest, segments };
}
export type Session = Awaited<ReturnType<typeof createSession>>;

export async function createGrant(
  world: World,
  program: Program,
  change: Partial<Grant> = {},
  approvers: readonly ('anna' | 'ben' | 'cleo')[] = ['anna', 'ben'],
) {
  const { clock, people } = world;
  const { researcher, recipient, key } = people.researcher;
  const signed = await requestGrant(
    {
      grant: createId('grant', clock, systemRandom),
      program: program.program,
      purpose: 'agentTraining',
      reason: 'To train the first agent.',
      filter: everySession,
      tiers: ['screen'],
      expiresAt: new Date(clock.nowMs() + 10 * dayMs).toISOString(),
      quota: { segments: 1000, bytes: 1 << 30 },
      requester: { researcher, recipient },
      ...change,
    },
    key,
    clock,
  );
  const grant = await verifyGrant(signed, clock.nowMs());
  const approvals = await Promise.all(
    approvers.map((name) => approveWithKey(grant, people[name].steward, people[name].key, clock)),
  );
  return { grant, signed, approvals };
}

export async function createEvidence(
  world: World,
  parts: {
    readonly grant: Awaited<ReturnType<typeof createGrant>>;
    readonly program: Awaited<ReturnType<typeof createProgram>>;
    readonly person: Contributor;
    readonly session: Session;
  },
) {
  const { grant, program, person, session } = parts;
  const claim = await signClaim(
    grant.grant.grant,
    world.people.researcher.key,
    world.clock,
    systemRandom,
  );
  return {
    claim,
    grant: grant.signed,
    approvals: grant.approvals.map(({ jws }) => ({ kind: 'key' as const, jws: String(jws) })),
    program: program.signed,
    receipt: person.receipt,
    withdrawals: [],
    manifest: session.manifest,
    enrolment: person.enrolment,
    segments: session.segments.map(({ segment }) => segment),
  };
}

/** A keeper that runs and is open, one contributor's session at it, and a grant that reaches it. */
export async function startWithSession(world: World, contents: readonly Uint8Array[]) {
  const { url, keeper, stop } = await world.start();
  await unseal(url);
  const program = await createProgram(world);
  const person = await createContributor(world, url, program);
  const session = await createSession(world, program, person, contents);
  const grant = await createGrant(world, program.program);
  const client = createKeeperClient({ baseUrl: url, clock: world.clock });
  const evidence = () => createEvidence(world, { grant, program, person, session });
  return { url, keeper, stop, program, person, session, grant, client, evidence };
}

export async function signLockdown(world: World, name: 'anna' | 'ben' | 'cleo' = 'cleo') {
  const { steward, key } = world.people[name];
  return signOrder({ kind: 'lockdown', steward, reason: 'A test.' }, key, world.clock);
}

export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
