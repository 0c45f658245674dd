/** What a researcher sees before any grant: counts that devices signed, and nothing that a blind vault cannot know. */
import type { SessionSummary } from '@understudy/consent';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  consented,
  consentTo,
  enrol,
  manifestOf,
  publish,
  putManifest,
  randomSegments,
  refusalOf,
  startVault,
  upload,
  type TestVault,
} from './world.ts';

let world: TestVault;
beforeEach(async () => {
  world = await startVault();
});
afterEach(async () => {
  await world.stop();
});

type Given = Awaited<ReturnType<typeof consented>>;

async function contributeSaying(
  given: Pick<Given, 'person' | 'consent'>,
  summary?: SessionSummary,
) {
  const segments = randomSegments(world, [100]);
  const change = summary === undefined ? {} : { summary };
  await putManifest(given.person, manifestOf(world, given.person, given.consent, segments, change));
  for (const segment of segments) await upload(given.person, segment);
}

const catalogueRow = async () => (await world.researcher.vault.catalogue()).programs[0];

test('sums what devices say of their sessions, and counts people, sessions and hours', async () => {
  const first = await consented(world);
  const person = await enrol(world);
  const second = { person, consent: await consentTo(world, person, first.program) };
  await contributeSaying(first, { actions: { click: 12, type: 3 }, quality: 'replayed' });
  await contributeSaying(second, { actions: { click: 1, scroll: 0 }, quality: null });
  await contributeSaying(second);
  expect(await catalogueRow()).toMatchObject({
    people: 2,
    sessions: 3,
    hours: 90 / 3600,
    tiers: ['motion', 'actions', 'text'],
    actions: [
      { kind: 'click', count: 13 },
      { kind: 'type', count: 3 },
    ],
    quality: [{ verdict: 'replayed', sessions: 1 }],
    staleDatasets: 0,
  });
});

test('names the licence that a program states', async () => {
  await publish(world);
  expect(await catalogueRow()).toMatchObject({ licence: null });
  const { program } = await publish(world, { licence: 'CC-BY-NC-4.0' });
  const { programs } = await world.researcher.vault.catalogue();
  const row = programs.find((one) => one.program === program.program);
  expect(row?.licence).toBe('CC-BY-NC-4.0');
});

test('says nothing of actions where no device did', async () => {
  await contributeSaying(await consented(world));
  expect(await catalogueRow()).toMatchObject({ sessions: 1, actions: null, quality: null });
});

test('a summary is counts of known actions, and no way in for anything else', async () => {
  const given = await consented(world);
  const words: SessionSummary = { actions: { click: 1 }, quality: null };
  const spoken = { ...words, actions: { 'Dear Anna': 1 } } as SessionSummary;
  const manifest = manifestOf(world, given.person, given.consent, [], { summary: spoken });
  expect(await refusalOf(putManifest(given.person, manifest))).toBe('badSignature');
});
