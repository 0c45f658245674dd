import { createKeeperClient } from '@understudy/courier';
import { openSegment } from '@understudy/seal';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  collect,
  createContributor,
  createEvidence,
  createGrant,
  createProgram,
  createSession,
  createWorld,
  unseal,
  type World,
} from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

async function setUp() {
  const { url, keeper } = await world.start();
  await unseal(url);
  const program = await createProgram(world);
  const person = await createContributor(world, url, program);
  const session = await createSession(world, program, person, [
    new TextEncoder().encode('first segment'),
    new Uint8Array(200_000).fill(7),
  ]);
  const client = createKeeperClient({ baseUrl: url });
  return { url, keeper, program, person, session, client };
}

test('a grant with two approvals opens its segments for the researcher, each logged before', async () => {
  const { program, person, session, client, keeper } = await setUp();
  const grant = await createGrant(world, program.program);
  const before = keeper.core.journal.facts.size;
  const answer = await client.authorizeReleases({
    body: await createEvidence(world, { grant, program, person, session }),
  });
  expect(answer.releases).toHaveLength(2);
  expect(answer.releases[0]?.logIndex).toBe(before);
  for (const [at, { release }] of answer.releases.entries()) {
    const bytes = session.segments[at]?.bytes ?? new Uint8Array();
    const resealed = await collect(await client.openRelease({ params: { release }, body: bytes }));
    const plain = await collect(openSegment(resealed, world.people.researcher.identity));
    expect(plain.length).toBeGreaterThan(0);
    expect(plain.subarray(0, 13).toString()).toBe(at === 0 ? 'first segment' : '\u0007'.repeat(13));
  }
});
