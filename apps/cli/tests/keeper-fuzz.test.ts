/** Every route of the keeper, with requests drawn from its own schema, whole and broken, while sealed and while open. */
import { createId, Secret, systemClock, systemRandom } from '@understudy/base';
import { generateSigningKey } from '@understudy/consent';
import { initKeeper, openKeeper, type Keeper } from '@understudy/keeper';
import {
  keeperRoutes,
  refusalSchema,
  sha256Hex,
  signRequest,
  statusByCode,
  type Route,
} from '@understudy/protocol';
import { fuzzToRequest, requestsTo } from '@understudy/testkit';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const passphrase = 'correct horse battery staple';
const stewardKey = await generateSigningKey();

let folder: string;
let keeper: Keeper;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-keeper-fuzz-'));
  const home = join(folder, 'keeper');
  const steward = createId('steward', systemClock, systemRandom);
  await initKeeper(
    {
      home,
      protector: { kind: 'passphrase', passphrase: new Secret(passphrase) },
      trust: {
        stewards: [{ steward, publicJwk: stewardKey.publicJwk }],
        operators: [],
      },
      origin: 'understudy.test/log',
      retentionDays: 30,
    },
    systemRandom,
  );
  keeper = await openKeeper(home, { clock: systemClock, random: systemRandom });
});
afterAll(async () => {
  await keeper.close();
  await rm(folder, { recursive: true, force: true });
});

/** A refusal from the table, or an answer in the shape that the contract gives. */
async function requireUnderstood(route: Route, response: Response): Promise<void> {
  if (!response.ok) {
    const { error } = refusalSchema.parse(await response.json());
    expect(response.status).toBe(statusByCode[error.code]);
    expect(error.code).not.toBe('internal');
    return;
  }
  if (route.answer.kind === 'json') route.answer.schema.parse(await response.json());
  else await response.arrayBuffer();
}

async function requireSound(name: string, route: Route): Promise<void> {
  await fc.assert(
    fc.asyncProperty(requestsTo(name, route), fc.boolean(), async (fuzz, signed) => {
      const body = fuzz.method === 'GET' ? null : fuzz.body;
      const url = new URL(`http://keeper${fuzz.target}`);
      const authorization = signed
        ? await signRequest(
            {
              method: fuzz.method,
              target: url.pathname + url.search,
              bodySha256: sha256Hex(body ?? new Uint8Array()),
              service: 'keeper',
            },
            stewardKey,
            { clock: systemClock, random: systemRandom },
          )
        : undefined;
      const request = fuzzToRequest('http://keeper', fuzz, authorization);
      // Not from this machine: `unseal` is refused, whatever it carries.
      const response = await keeper.service.answer(request, '192.0.2.1');
      const met =
        fuzz.method === route.method && fuzz.target.startsWith(route.path.split(/[:*]/)[0] ?? '');
      if (met) await requireUnderstood(route, response);
      else expect(response.status).toBeLessThan(500);
    }),
    { numRuns: 25 },
  );
}

// A steward may seal by a signature alone: that ends what this test is about.
const routes: readonly [string, Route][] = Object.entries<Route>(keeperRoutes).filter(
  ([name]) => name !== 'seal',
);

describe('while it is sealed', () => {
  test.each(routes)('%s answers or refuses, whatever it is sent', requireSound);
});

describe('while it is open', () => {
  beforeAll(async () => {
    const request = new Request('http://keeper/v1/keeper/unseal', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'passphrase', passphrase }),
    });
    const { status } = await keeper.service.answer(request, '127.0.0.1');
    if (status !== 200) throw new Error(`the keeper was not unsealed: ${status}`);
  });
  test.each(routes)('%s answers or refuses, whatever it is sent', requireSound);
});
