/** Every route of the vault, with requests drawn from its own schema, whole and broken, by every kind of caller. */
import { systemClock, systemRandom } from '@understudy/base';
import type { SigningKey } from '@understudy/consent';
import {
  refusalSchema,
  sha256Hex,
  signRequest,
  statusByCode,
  vaultRoutes,
  type Route,
} from '@understudy/protocol';
import { fuzzToRequest, requestsTo, type FuzzRequest } from '@understudy/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  consentTo,
  enrol,
  manifestOf,
  publish,
  putManifest,
  randomSegments,
  startVault,
  upload,
  type Contributor,
  type TestVault,
} from './world.ts';

let world: TestVault;
let person: Contributor;
beforeAll(async () => {
  world = await startVault();
  person = await enrol(world);
});
afterAll(async () => {
  await world.stop();
});

async function authorize(fuzz: FuzzRequest, key: SigningKey): Promise<string> {
  const body = fuzz.method === 'GET' ? null : fuzz.body;
  const url = new URL(`http://vault${fuzz.target}`);
  return signRequest(
    {
      method: fuzz.method,
      target: url.pathname + url.search,
      bodySha256: sha256Hex(body ?? new Uint8Array()),
      service: 'vault',
    },
    key,
    { clock: systemClock, random: systemRandom },
  );
}

function keysOf(): readonly (SigningKey | undefined)[] {
  return [undefined, person.key, world.stewards[0].key, world.researcher.key, world.operator.key];
}

/** It was a refusal from the table, or an answer in the shape that the contract gives. */
async function requireUnderstood(route: Route, response: Response): Promise<void> {
  if (response.status === 303) return;
  if (response.ok) {
    if (route.answer.kind === 'json') route.answer.schema.parse(await response.json());
    return;
  }
  const { error } = refusalSchema.parse(await response.json());
  expect(response.status).toBe(statusByCode[error.code]);
  expect(error.code).not.toBe('internal');
}

const routes: readonly [string, Route][] = Object.entries(vaultRoutes);

test.each(routes)('%s answers or refuses, whatever it is sent', async (name, route) => {
  const callers = fc.constantFrom(...keysOf().keys());
  await fc.assert(
    fc.asyncProperty(requestsTo(name, route), callers, async (fuzz, caller) => {
      const key = keysOf()[caller];
      const signature = key === undefined ? undefined : await authorize(fuzz, key);
      const request = fuzzToRequest('http://vault', fuzz, signature);
      const response = await world.vault.service.answer(request, null);
      // A broken method or path may have met another route: then only the refusal's form counts.
      const met =
        fuzz.method === route.method ? route : { ...route, answer: { kind: 'redirect' as const } };
      await requireUnderstood(met, response);
    }),
    { numRuns: 60 },
  );
});

test('after all of that the vault still does its work, and holds nothing of it', async () => {
  const { program } = await publish(world);
  const consent = await consentTo(world, person, program);
  const [segment] = randomSegments(world, [4096]);
  if (segment === undefined) throw new Error('no segment');
  await putManifest(person, manifestOf(world, person, consent, [segment]));
  await upload(person, segment);
  const { counts } = await world.operator.vault.status();
  expect(counts).toMatchObject({ programs: 1, devices: 1, sessions: 1, segments: 1, grants: 0 });
});
