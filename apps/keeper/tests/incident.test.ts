/** What stewards file of an incident: logged once, listed, and theirs alone to file. */
import { createId, systemRandom, type IncidentId, type JsonValue } from '@understudy/base';
import { signStatement } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { pseudonymSchema } from '@understudy/tlog';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyEntry, emptyFacts } from '../src/facts/facts.ts';
import { createContributor, createProgram, createWorld, unseal, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.end());

async function setUp() {
  const { url, stop } = await world.start();
  await unseal(url);
  const person = await createContributor(world, url, await createProgram(world));
  const incident = createId('incident', world.clock, systemRandom);
  const { anna, ben } = world.people;
  const asAnna = createKeeperClient({ baseUrl: url, key: anna.key });
  const asBen = createKeeperClient({ baseUrl: url, key: ben.key });
  return { url, stop, person, incident, asAnna, asBen };
}

const [from, until] = ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'];

function sign(kind: 'incident' | 'notice', change: Record<string, JsonValue>) {
  const { steward, key } = world.people.anna;
  return signStatement(kind, { steward, issuedAt: until, ...change }, key);
}

const signIncident = (incident: IncidentId, releases = 3) =>
  sign('incident', { incident, from, until, releases, contributors: 1 });

const signNotice = (incident: IncidentId, contributor: string) =>
  sign('notice', {
    incident,
    contributor,
    sha256: 'a'.repeat(64),
    sentBy: ['console', 'mail'],
  });

test('an incident and its receipts are logged once each, listed, and there after a restart', async () => {
  const { url, stop, person, incident, asAnna } = await setUp();
  const file = async () =>
    asAnna.fileIncident({ body: { incident: await signIncident(incident) } });
  const { logIndex } = await file();
  expect(await file()).toEqual({ logIndex });
  const tell = async () =>
    asAnna.fileNotice({ body: { notice: await signNotice(incident, person.pseudonym) } });
  expect(await tell()).toEqual({ logIndex: logIndex + 1 });
  expect(await tell()).toEqual({ logIndex: logIndex + 1 });
  const listed = await createKeeperClient({ baseUrl: url }).incidents();
  expect(listed.incidents).toMatchObject([
    { incident, from, until, releases: 3, contributors: 1, receipts: 1 },
  ]);
  await stop();
  const again = await world.start();
  expect(await createKeeperClient({ baseUrl: again.url }).incidents()).toEqual(listed);
});

test('nobody files an incident or a notice that another steward signed', async () => {
  const { url, person, incident, asAnna, asBen } = await setUp();
  const body = { incident: await signIncident(incident) };
  await expect(createKeeperClient({ baseUrl: url }).fileIncident({ body })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  await expect(person.client.fileIncident({ body })).rejects.toMatchObject({
    code: 'notAvailable',
  });
  await expect(asBen.fileIncident({ body })).rejects.toMatchObject({ code: 'notAllowed' });
  await asAnna.fileIncident({ body });
  const notice = await signNotice(incident, person.pseudonym);
  await expect(asBen.fileNotice({ body: { notice } })).rejects.toMatchObject({
    code: 'notAllowed',
  });
});

test('a notice of no filed incident, and an incident with other facts, are refused', async () => {
  const { person, incident, asAnna } = await setUp();
  const notice = await signNotice(incident, person.pseudonym);
  await expect(asAnna.fileNotice({ body: { notice } })).rejects.toMatchObject({
    code: 'notAllowed',
  });
  await asAnna.fileIncident({ body: { incident: await signIncident(incident) } });
  await expect(
    asAnna.fileIncident({ body: { incident: await signIncident(incident, 4) } }),
  ).rejects.toMatchObject({ code: 'conflict' });
});

test('an incident that two filed at once keeps the receipts that it has', () => {
  const facts = emptyFacts();
  const at = until;
  const incident = createId('incident', world.clock, systemRandom);
  const filed = { v: 1, kind: 'incident', at, incident, from, until } as const;
  const told = { v: 1, kind: 'notice', at, incident, sentBy: ['console'] } as const;
  const notice = {
    ...told,
    contributor: pseudonymSchema.parse('p'.repeat(43)),
    sha256: 'a'.repeat(64),
  };
  for (const entry of [filed, notice, filed, notice]) {
    applyEntry(facts, 'from' in entry ? { ...entry, releases: 3, contributors: 1 } : entry);
  }
  expect([...(facts.incidents.get(incident)?.receipts.values() ?? [])]).toEqual([1]);
});
