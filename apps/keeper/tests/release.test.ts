import { createId, systemClock, systemRandom } from '@understudy/base';
import {
  approveWithKey,
  denyWithKey,
  everySession,
  generateSigningKey,
  issueReceipt,
  requestErasure,
  revokeDevice,
  signClaim,
  signOrder,
  narrowReceipt,
  verifyReceipt,
  withdrawConsent,
} from '@understudy/consent';
import { openSegment } from '@understudy/seal';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  collect,
  createContributor,
  createEvidence,
  createGrant,
  createProgram,
  createSession,
  createTurnedClock,
  createWorld,
  startWithSession,
  type TurnedClock,
  type World,
} from './world.ts';

let world: World;
let clock: TurnedClock;
beforeEach(async () => {
  clock = createTurnedClock();
  world = await createWorld({ clock });
});
afterEach(() => world.end());

const dayMs = 86_400_000;

async function setUp() {
  const started = await startWithSession(world, [
    new TextEncoder().encode('first segment'),
    new Uint8Array(200_000).fill(7),
  ]);
  const { keeper, grant } = started;
  const released = () => keeper.core.journal.facts.used.get(grant.grant.grant)?.segments ?? 0;
  return { ...started, evidence: await started.evidence(), released };
}
type SetUp = Awaited<ReturnType<typeof setUp>>;
type Evidence = SetUp['evidence'];

test('a grant with two approvals opens its segments for the researcher, each logged before', async () => {
  const { session, client, keeper, evidence } = await setUp();
  const before = keeper.core.journal.facts.size;
  const answer = await client.authorizeReleases({ body: evidence });
  // Before them: that the keeper acts on this receipt.
  expect(answer.releases.map(({ logIndex }) => logIndex)).toEqual([before + 1, before + 2]);
  const plains: Buffer[] = [];
  for (const [at, { release }] of answer.releases.entries()) {
    const body = session.segments[at]?.bytes ?? new Uint8Array();
    const resealed = await collect(await client.openRelease({ params: { release }, body }));
    plains.push(await collect(openSegment(resealed, world.people.researcher.identity)));
  }
  expect(plains[0]?.toString()).toBe('first segment');
  expect(plains[1]).toEqual(Buffer.alloc(200_000, 7));
});

test('a ticket opens once, only for the bytes that the manifest names, and not after a minute', async () => {
  const { session, client, evidence } = await setUp();
  const [first, second] = (await client.authorizeReleases({ body: evidence })).releases;
  const [one, two] = session.segments;
  if (first === undefined || second === undefined || one === undefined || two === undefined) {
    throw new Error('no releases');
  }
  const open = async (release: typeof first.release, body: Uint8Array) =>
    collect(await client.openRelease({ params: { release }, body }));
  await expect(open(first.release, two.bytes)).rejects.toMatchObject({ code: 'badRequest' });
  // A stranger's bytes use up nobody's release; the right ones do.
  expect((await open(first.release, one.bytes)).length).toBeGreaterThan(0);
  await expect(open(first.release, one.bytes)).rejects.toMatchObject({ code: 'notAllowed' });
  clock.turn(61_000);
  await expect(open(second.release, two.bytes)).rejects.toMatchObject({ code: 'notAllowed' });
});

test('a segment of another contributor does not open with this one’s key', async () => {
  const { client, url, program, person, grant } = await setUp();
  const other = await createContributor(world, url, program);
  const foreign = await createSession(world, program, other, [Uint8Array.of(1, 2, 3)]);
  // The person's device signs a manifest over the other's sealed bytes.
  const stolen = await createSession(world, program, person, [], {
    foreign: foreign.segments,
  });
  const evidence = await createEvidence(world, { grant, program, person, session: stolen });
  const [release] = (await client.authorizeReleases({ body: evidence })).releases;
  const body = foreign.segments[0]?.bytes ?? new Uint8Array();
  await expect(
    client
      .openRelease({ params: { release: release?.release ?? '' }, body })
      .then((pieces) => collect(pieces)),
  ).rejects.toThrow();
});

interface Refusal {
  readonly name: string;
  readonly change: (up: SetUp) => Promise<Partial<Evidence>>;
  readonly codes?: readonly string[];
}

const refusals: readonly Refusal[] = [
  { name: 'no approval', change: async () => ({ approvals: [] }) },
  {
    name: 'one approval',
    change: async ({ evidence }) => ({ approvals: evidence.approvals.slice(0, 1) }),
  },
  {
    name: 'the same steward twice',
    change: async ({ grant }) => {
      const { anna } = world.people;
      const again = await approveWithKey(grant.grant, anna.steward, anna.key, clock);
      const first = await approveWithKey(grant.grant, anna.steward, anna.key, clock);
      return { approvals: [wire(again), wire(first)] };
    },
  },
  {
    name: 'approvals of another grant',
    change: async ({ program }) => {
      const other = await createGrant(world, program.program);
      return { approvals: other.approvals.map(wire) };
    },
  },
  {
    name: 'approvals by keys that nobody trusts',
    change: async ({ grant }) => {
      const key = await generateSigningKey();
      const { anna, ben } = world.people;
      return {
        approvals: [
          wire(await approveWithKey(grant.grant, anna.steward, key, clock)),
          wire(await approveWithKey(grant.grant, ben.steward, key, clock)),
        ],
      };
    },
    codes: ['badSignature'],
  },
  {
    name: 'a denial among the approvals',
    change: async ({ grant, evidence }) => {
      const { cleo } = world.people;
      const jws = await denyWithKey(grant.grant, cleo.steward, 'No.', cleo.key, clock);
      return { approvals: [...evidence.approvals, { kind: 'key' as const, jws: String(jws) }] };
    },
  },
  {
    name: 'an expired grant',
    change: async (up) => {
      clock.turn(11 * dayMs);
      return { claim: await claimOf(up) };
    },
  },
  {
    name: 'a claim that is over an hour old',
    change: async () => {
      clock.turn(3_700_000);
      return {};
    },
  },
  {
    name: 'a claim signed by another key',
    change: async ({ grant }) => ({
      claim: await signClaim(grant.grant.grant, await generateSigningKey(), clock, systemRandom),
    }),
    codes: ['badSignature'],
  },
  {
    name: 'a grant for another program',
    change: async (up) => {
      const other = await createProgram(world);
      const grant = await createGrant(world, other.program);
      return {
        grant: grant.signed,
        approvals: grant.approvals.map(wire),
        claim: await claimOf({ ...up, grant }),
      };
    },
  },
  {
    name: 'a smaller tier than the session’s',
    change: (up) => otherGrant(up, { tiers: ['text'] }),
  },
  {
    name: 'a filter that leaves the session out',
    change: (up) =>
      otherGrant(up, {
        filter: { ...everySession, sessions: [createId('session', systemClock, systemRandom)] },
      }),
  },
  {
    name: 'a purpose that the program does not state',
    change: (up) => otherGrant(up, { purpose: 'securityAudit' }),
  },
  {
    name: 'a quota that is smaller than what is asked',
    change: (up) => otherGrant(up, { quota: { segments: 1, bytes: 1 << 30 } }),
  },
  {
    name: 'a withdrawal among the evidence',
    change: async ({ person }) => ({
      withdrawals: [await withdrawConsent(person.opened, person.key, clock)],
    }),
  },
  {
    name: 'a withdrawal that only the keeper knows of',
    change: async ({ person, client }) => {
      const withdrawal = await withdrawConsent(person.opened, person.key, clock);
      await client.withdraw({ body: { receipt: person.receipt, withdrawal } });
      return {};
    },
  },
  {
    name: 'a receipt for fewer tiers than were recorded',
    change: async ({ person, program }) => {
      const receipt = await issueReceipt(
        {
          receipt: person.opened.receipt,
          program: program.program,
          contributor: person.contributor,
          device: person.device,
          tiers: ['motion'],
        },
        person.key,
        clock,
      );
      return { receipt };
    },
  },
  {
    name: 'a receipt that is not the manifest’s',
    change: async ({ person, program }) => {
      const receipt = await issueReceipt(
        {
          receipt: createId('receipt', clock, systemRandom),
          program: program.program,
          contributor: person.contributor,
          device: person.device,
          tiers: ['screen'],
        },
        person.key,
        clock,
      );
      return { receipt };
    },
  },
  {
    name: 'a segment that is not in the manifest',
    change: async () => ({ segments: [createId('segment', systemClock, systemRandom)] }),
  },
  {
    name: 'a manifest of a device that nobody enrolled',
    change: async ({ session, program, person }) => {
      const stranger = { ...person, key: await generateSigningKey() };
      const forged = await createSession(world, program, stranger, [], {
        foreign: session.segments,
      });
      return { manifest: forged.manifest };
    },
  },
  {
    name: 'a manifest that was changed',
    change: async ({ evidence }) => {
      const [head, payload, signature] = evidence.manifest.split('.');
      const json = Buffer.from(payload ?? '', 'base64url').toString();
      const changed = Buffer.from(json.replace('gedit', 'chats')).toString('base64url');
      return { manifest: `${head}.${changed}.${signature}` as Evidence['manifest'] };
    },
    codes: ['badSignature'],
  },
  {
    name: 'a device that was revoked before the session ended',
    change: async ({ person, client, program }) => {
      const revocation = await revokeDevice(
        {
          contributor: person.contributor,
          device: person.device,
          reason: 'lost',
          by: { kind: 'device', device: person.device },
        },
        person.key,
        clock,
      );
      await client.revokeDevice({ body: { revocation } });
      clock.turn(5000);
      const session = await createSession(world, program, person, [Uint8Array.of(1)]);
      const segments = session.segments.map(({ segment }) => segment);
      return { manifest: session.manifest, segments };
    },
  },
  {
    name: 'a grant that a steward took back',
    change: async ({ grant, client }) => {
      const { steward, key } = world.people.cleo;
      const order = await signOrder(
        { kind: 'revokeGrant', steward, grant: grant.grant.grant, reason: 'A test.' },
        key,
        clock,
      );
      await client.revokeGrant({ body: { order } });
      return {};
    },
  },
  {
    name: 'a session that its contributor erased',
    change: async ({ person, session, client }) => {
      const request = await requestErasure(
        {
          contributor: person.contributor,
          device: person.device,
          scope: { kind: 'sessions', sessions: [session.session] },
        },
        person.key,
        clock,
      );
      await client.erase({ body: { request } });
      return {};
    },
  },
  {
    name: 'a session that is past its retention',
    change: async (up) => {
      clock.turn(366 * dayMs);
      const grant = await createGrant(world, up.program.program, {
        expiresAt: new Date(clock.nowMs() + dayMs).toISOString(),
      });
      return {
        grant: grant.signed,
        approvals: grant.approvals.map(wire),
        claim: await claimOf({ ...up, grant }),
      };
    },
  },
];

describe('a release is refused, and nothing is logged, with', () => {
  test.each(refusals)('$name', async ({ change, codes = ['notAllowed'] }) => {
    const up = await setUp();
    const body = { ...up.evidence, ...(await change(up)) };
    const before = up.released();
    await expect(up.client.authorizeReleases({ body })).rejects.toSatisfy(
      (error: { code: string }) => codes.includes(error.code),
    );
    expect(up.released()).toBe(before);
    // Rehearsed, it fails in the same way: that is what the control probes rely on.
    await expect(
      up.client.authorizeReleases({ body: { ...body, rehearse: true } }),
    ).rejects.toThrow();
  });

  test('a claim that was used', async () => {
    const { client, evidence, released } = await setUp();
    await client.authorizeReleases({ body: evidence });
    await expect(client.authorizeReleases({ body: evidence })).rejects.toMatchObject({
      code: 'replayed',
    });
    expect(released()).toBe(2);
  });

  test('a quota that parallel requests would overdraw', async () => {
    const up = await setUp();
    const change = await otherGrant(up, { quota: { segments: 3, bytes: 1 << 30 } });
    const claims = await Promise.all([1, 2, 3].map(() => claimFor(change.id)));
    const results = await Promise.allSettled(
      claims.map((claim) =>
        up.client.authorizeReleases({ body: { ...up.evidence, ...change.body, claim } }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

test('a rehearsed release opens and logs nothing', async () => {
  const { client, evidence, keeper } = await setUp();
  const before = keeper.core.journal.facts.size;
  const { releases } = await client.authorizeReleases({ body: { ...evidence, rehearse: true } });
  expect(releases).toEqual([]);
  expect(keeper.core.journal.facts.size).toBe(before);
});

test('a withdrawal ends a release between its log entry and its first byte', async () => {
  const { client, evidence, person, session } = await setUp();
  const [release] = (await client.authorizeReleases({ body: evidence })).releases;
  const withdrawal = await withdrawConsent(person.opened, person.key, clock);
  await client.withdraw({ body: { receipt: person.receipt, withdrawal } });
  await expect(
    client.openRelease({
      params: { release: release?.release ?? '' },
      body: session.segments[0]?.bytes ?? new Uint8Array(),
    }),
  ).rejects.toMatchObject({ code: 'notAllowed' });
});

test('a release that is read slowly ends with its grant', async () => {
  const { client, evidence, person, session, program } = await setUp();
  const expiresAt = new Date(clock.nowMs() + 30_000).toISOString();
  const grant = await createGrant(world, program.program, { expiresAt });
  const body = await createEvidence(world, { grant, program, person, session });
  const [release] = (await client.authorizeReleases({ body })).releases;
  clock.turn(31_000);
  await expect(
    client.openRelease({
      params: { release: release?.release ?? '' },
      body: session.segments[0]?.bytes ?? new Uint8Array(),
    }),
  ).rejects.toMatchObject({ code: 'notAllowed' });
  // The control: under the other grant the same segment still opens.
  await expect(client.authorizeReleases({ body: evidence })).resolves.toBeDefined();
});

test('a receipt of a device that was revoked is no consent, whoever recorded', async () => {
  const { client, evidence, person } = await setUp();
  const { contributor, device, key } = person;
  const revocation = await revokeDevice(
    { contributor, device, reason: 'lost', by: { kind: 'device', device } },
    key,
    clock,
  );
  clock.turn(5000);
  await client.revokeDevice({ body: { revocation } });
  await expect(client.authorizeReleases({ body: evidence })).rejects.toMatchObject({
    code: 'notAllowed',
  });
});

test('a session is released under the end of a chain of narrowings, with every link of it', async () => {
  const { client, evidence, person, program } = await setUp();
  const { contributor, device, key } = person;
  const devices = [{ contributor, device, publicJwk: key.publicJwk }];
  const withdrawals: string[] = [];
  let wide = person.opened;
  let receipt: string = person.receipt;
  for (let link = 0; link < 3; link += 1) {
    const narrowing = {
      receipt: createId('receipt', clock, systemRandom),
      purposes: program.program.purposes,
    };
    const narrow = await narrowReceipt(wide, narrowing, key, clock);
    await client.withdraw({ body: { receipt, withdrawal: narrow.withdrawal } });
    withdrawals.push(narrow.withdrawal);
    receipt = narrow.receipt;
    wide = await verifyReceipt(receipt, devices, clock.nowMs());
  }
  const body = { ...evidence, receipt, withdrawals };
  await expect(
    client.authorizeReleases({ body: { ...body, withdrawals: withdrawals.slice(0, 1) } }),
  ).rejects.toMatchObject({ code: 'notAllowed' });
  await expect(client.authorizeReleases({ body })).resolves.toMatchObject({
    releases: [expect.anything(), expect.anything()],
  });
});

test('a session under a narrower receipt is released as far as that one reaches', async () => {
  const { client, evidence, person, program } = await setUp();
  const devices = [
    { contributor: person.contributor, device: person.device, publicJwk: person.key.publicJwk },
  ];
  const narrow = await narrowReceipt(
    person.opened,
    { receipt: createId('receipt', clock, systemRandom), purposes: program.program.purposes },
    person.key,
    clock,
  );
  await verifyReceipt(narrow.receipt, devices, clock.nowMs());
  await client.withdraw({ body: { receipt: person.receipt, withdrawal: narrow.withdrawal } });
  await expect(client.authorizeReleases({ body: evidence })).rejects.toThrow();
  const body = { ...evidence, receipt: narrow.receipt, withdrawals: [narrow.withdrawal] };
  await expect(client.authorizeReleases({ body })).resolves.toMatchObject({
    releases: [expect.anything(), expect.anything()],
  });
});

function wire(approval: Awaited<ReturnType<typeof approveWithKey>>) {
  return { kind: 'key' as const, jws: String(approval.jws) };
}

function claimFor(grant: SetUp['grant']['grant']['grant']) {
  return signClaim(grant, world.people.researcher.key, clock, systemRandom);
}

function claimOf({ grant }: Pick<SetUp, 'grant'>) {
  return claimFor(grant.grant.grant);
}

async function otherGrant(
  up: SetUp,
  change: Parameters<typeof createGrant>[2],
): Promise<
  Partial<Evidence> & {
    readonly id: SetUp['grant']['grant']['grant'];
    readonly body: Partial<Evidence>;
  }
> {
  const grant = await createGrant(world, up.program.program, change);
  const body = {
    grant: grant.signed,
    approvals: grant.approvals.map(wire),
    claim: await claimOf({ grant }),
  };
  return { ...body, body, id: grant.grant.grant };
}
