/**
 * The keeper on one machine: lockdown under 64 readers, logged releases,
 * opening and sealing anew against the raw cipher, policy decisions, start.
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { systemRandom } from '@understudy/base';
import { signOrder } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { openKeeper } from '../apps/keeper/src/index.ts';
import { createDecide } from '../apps/keeper/src/policy/decide.ts';
import { readPolicies, readPolicySchema } from '../apps/keeper/src/policy/policies.ts';
import { noFacts, type Question } from '../apps/keeper/src/policy/question.ts';
import {
  createContributor,
  createEvidence,
  createGrant,
  createProgram,
  createSession,
  createWorld,
  unseal,
} from '../apps/keeper/tests/world.ts';
import { measureCpuMs, median, type Bench, type BenchRow } from './bench.ts';
import { measureReleaseSpeed } from './release-speed.ts';

const readers = 64;
const lockdowns = 5;

/** Acknowledgement times, and pieces that left the keeper after each. */
async function measureLockdown(): Promise<{ ackMs: number[]; late: number }> {
  const ackMs: number[] = [];
  let late = 0;
  for (let round = 0; round < lockdowns; round += 1) {
    const world = await createWorld();
    const { url, keeper } = await world.start();
    await unseal(url);
    const program = await createProgram(world);
    const person = await createContributor(world, url, program);
    const session = await createSession(world, program, person, [randomBytes(1 << 20)]);
    const grant = await createGrant(world, program.program);
    const client = createKeeperClient({ baseUrl: url });
    const bytes = session.segments[0]?.bytes ?? new Uint8Array();
    // Without sockets between: what a reader gets here has just left the keeper.
    const open = async () => {
      const evidence = await createEvidence(world, { grant, program, person, session });
      const [release] = (await client.authorizeReleases({ body: evidence })).releases;
      const request = new Request(`${url}/v1/releases/${release?.release ?? ''}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(bytes),
      });
      const { body } = await keeper.service.answer(request);
      const reader = body?.getReader();
      await reader?.read();
      return reader;
    };
    const streams = await Promise.all(Array.from({ length: readers }, open));
    const { steward, key } = world.people.cleo;
    const order = await signOrder({ kind: 'lockdown', steward, reason: 'bench' }, key, world.clock);
    const start = performance.now();
    await client.lockdown({ body: { order } });
    ackMs.push(performance.now() - start);
    const more = await Promise.allSettled(streams.map(async (reader) => reader?.read()));
    late += more.filter((piece) => piece.status === 'fulfilled').length;
    await world.end();
  }
  return { ackMs, late };
}

async function measureReleases(): Promise<{ batched: number; single: number }> {
  const world = await createWorld();
  const { url, keeper } = await world.start();
  await unseal(url);
  const program = await createProgram(world);
  const person = await createContributor(world, url, program);
  const session = await createSession(
    world,
    program,
    person,
    Array.from({ length: 64 }, () => Uint8Array.of(1)),
  );
  const grant = await createGrant(world, program.program, {
    quota: { segments: 1_000_000, bytes: 2 ** 40 },
  });
  const claims = await Promise.all(
    Array.from({ length: 100 }, () => createEvidence(world, { grant, program, person, session })),
  );
  const client = createKeeperClient({ baseUrl: url });
  const logged = () => keeper.core.journal.facts.used.get(grant.grant.grant)?.segments ?? 0;
  const before = logged();
  const batchedMs = await measureCpuMs(async () => {
    await Promise.all(claims.slice(0, 50).map((body) => client.authorizeReleases({ body })));
  });
  const between = logged();
  const singleMs = await measureCpuMs(async () => {
    await Promise.all(
      claims
        .slice(50)
        .flatMap((body) =>
          body.segments
            .slice(0, 4)
            .map((segment) => client.authorizeReleases({ body: { ...body, segments: [segment] } })),
        ),
    );
  });
  const after = logged();
  await world.end();
  return {
    batched: (between - before) / (batchedMs / 1000),
    single: (after - between) / (singleMs / 1000),
  };
}

async function measureDecisions(): Promise<number> {
  const decide = createDecide(readPolicies(), readPolicySchema());
  const question: Question = {
    role: 'Researcher',
    id: 'me',
    action: 'release',
    purposes: ['agentTraining'],
    facts: {
      ...noFacts,
      requester: 'me',
      grant: 'approved',
      consent: 'live',
      tierCovered: true,
      filterCovered: true,
      quotaLeft: true,
    },
  };
  const count = 10_000;
  const cpuMs = await measureCpuMs(() => {
    for (let done = 0; done < count; done += 1) decide(question);
  });
  return count / (cpuMs / 1000);
}

async function measureStart(): Promise<number> {
  const world = await createWorld();
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    const keeper = await openKeeper(world.home, { clock: world.clock, random: systemRandom });
    times.push(performance.now() - start);
    await keeper.close();
  }
  await world.end();
  await rm(world.home, { recursive: true, force: true });
  return median(times);
}

export const bench: Bench = {
  title: 'Keeper',
  run: async (progress): Promise<readonly BenchRow[]> => {
    progress(`lockdown under ${readers} readers, ${lockdowns} times`);
    const { ackMs, late } = await measureLockdown();
    progress('logged releases');
    const releases = await measureReleases();
    progress('sealing anew');
    const { raw, reseal, answer } = await measureReleaseSpeed();
    progress('policy decisions');
    const decisions = await measureDecisions();
    progress('start');
    const startMs = await measureStart();
    const perSecond = 'per CPU-second';
    return [
      {
        measure: `lockdown acknowledged with ${readers} readers, median`,
        value: median(ackMs),
        unit: 'ms',
      },
      {
        measure: `lockdown acknowledged with ${readers} readers, worst of ${lockdowns}`,
        value: Math.max(...ackMs),
        unit: 'ms',
        goal: { kind: 'atMost', value: 250 },
      },
      {
        measure: 'pieces that left the keeper after the acknowledgement',
        value: late,
        unit: 'pieces',
        goal: { kind: 'atMost', value: 0 },
      },
      { measure: 'logged releases, 64 in a request', value: releases.batched, unit: perSecond },
      { measure: 'logged releases, one in a request', value: releases.single, unit: perSecond },
      {
        measure: 'release: opened and sealed anew',
        value: reseal,
        unit: 'MiB per CPU-second',
        peers: [{ name: 'raw node:crypto, both ways', value: raw }],
      },
      {
        measure: 'release, share of the raw cipher',
        value: (100 * reseal) / raw,
        unit: '%',
        goal: { kind: 'atLeast', value: 50 },
      },
      {
        measure: 'release as the keeper answers it, hash and checks too: share of the raw cipher',
        value: (100 * answer) / raw,
        unit: '%',
      },
      { measure: 'policy decisions', value: decisions, unit: perSecond },
      { measure: 'keeper ready from start', value: startMs, unit: 'ms' },
    ];
  },
};
