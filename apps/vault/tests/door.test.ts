/**
 * What holds for every route of the vault at once, enumerated from the contract:
 * what is forbidden looks like what is missing, nobody calls without limit, and
 * no page of another site acts in a signed-in person's name.
 */
import { createId, systemClock, systemRandom } from '@understudy/base';
import { generateSigningKey, type SigningKey } from '@understudy/consent';
import {
  refusalSchema,
  takesSignature,
  vaultRoutes,
  type CallerKind,
  type Route,
} from '@understudy/protocol';
import {
  anyIdPattern,
  fuzzToRequest,
  meetsRoute,
  requestsTo,
  withIds,
  type FuzzRequest,
} from '@understudy/testkit';
import fc from 'fast-check';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowserSession } from '../src/identity/browser-session.ts';
import { contribute, enrol, requestGrantFor, startVault, type TestVault } from './world.ts';

const routes: readonly [string, Route][] = Object.entries<Route>(vaultRoutes);

let world: TestVault;
let strangers: readonly { readonly kind: CallerKind; readonly key: SigningKey | null }[];
/** Ids that are there, by their prefix, none of them a stranger's. */
let there: ReadonlyMap<string, string>;

/** Far above what the tests ask: a limit would answer by the second in which it was asked. */
const often = { burst: 1e9, perSecond: 1 };

beforeAll(async () => {
  world = await startVault({ rates: { address: often, caller: often, signIn: often } });
  const { person, program, consent, manifest, segment } = await contribute(world, [1000]);
  const grant = await requestGrantFor(world, program.program);
  const dataset = createId('dataset', systemClock, systemRandom);
  await world.researcher.vault.registerDataset({
    params: { dataset },
    body: { grant, version: 1, format: 'agentnet', sha256: '0'.repeat(64), sessions: [] },
  });
  const draft = await world.researcher.vault.putDraft({
    body: {
      program: program.program,
      purpose: 'agentTraining',
      reason: 'To train an agent.',
      tiers: ['text'],
      filter: { contributors: null, sessions: null, apps: null, from: null, until: null },
      days: 7,
      quota: { segments: 1, bytes: 1 },
    },
  });
  // Not the program: anybody may read which there are.
  const all = [
    person.contributor,
    person.device,
    consent.receipt.receipt,
    manifest.session,
    segment.segment,
    grant,
    dataset,
    draft.draft,
  ];
  there = new Map(all.map((id) => [id.slice(0, 4), id]));
  const otherResearcher = await generateSigningKey();
  await trustToo(otherResearcher);
  strangers = [
    { kind: 'anyone', key: null },
    { kind: 'device', key: (await enrol(world)).key },
    { kind: 'researcher', key: otherResearcher },
    { kind: 'operator', key: world.operator.key },
    { kind: 'steward', key: world.stewards[1].key },
  ];
});
afterAll(async () => {
  await world.stop();
});

/** A second researcher, whose key counts from now on. */
async function trustToo(key: SigningKey): Promise<void> {
  const path = join(world.homeDir, 'trust.json');
  const people = [world.researcher, { id: createId('researcher', systemClock, systemRandom), key }];
  const file = {
    stewards: world.stewards.map((each) => ({ steward: each.id, publicJwk: each.key.publicJwk })),
    researchers: people.map((each) => ({ researcher: each.id, publicJwk: each.key.publicJwk })),
    operators: [{ publicJwk: world.operator.key.publicJwk }],
  };
  await writeFile(path, JSON.stringify(file));
}

/** What anybody may read anyway, and what a steward may read and decide of everybody's. */
const open: readonly string[] = ['getProgram', 'passkeys', 'log'];

/** Well-formed requests to that very route; small ones, for they are many. */
function requestsMeeting(name: string, route: Route): fc.Arbitrary<FuzzRequest> {
  return requestsTo(name, route).filter(
    ({ method, target, body }) =>
      meetsRoute(route, method, new URL(target, 'http://vault').pathname) &&
      (body === null || body.byteLength < 1 << 20),
  );
}

async function answerTo(fuzz: FuzzRequest, key: SigningKey | null): Promise<string> {
  const request = await fuzzToRequest('http://vault', 'vault', fuzz, key);
  const response = await world.vault.service.answer(request);
  return `${response.status} ${(await response.text()).replaceAll(anyIdPattern, '$1…')}`;
}

describe('what is forbidden looks like what is missing', () => {
  const closed = routes.filter(([name]) => !open.includes(name));
  test.each(closed)('%s tells a stranger nothing of what is there', async (name, route) => {
    for (const { kind, key } of strangers) {
      // A steward, and for counts the operator, answers for everything.
      const mayAll = (kind === 'steward' || kind === 'operator') && route.callers.includes(kind);
      if (mayAll) continue;
      await fc.assert(
        fc.asyncProperty(requestsMeeting(name, route), async (fuzz) => {
          expect(await answerTo(withIds(fuzz, there), key)).toBe(await answerTo(fuzz, key));
        }),
        { numRuns: 5 },
      );
    }
  });
});

test('the limit on how often holds on every route but the lockdown', async () => {
  const never = { burst: 1, perSecond: 1e-9 };
  const limited = await startVault({ rates: { address: never, caller: never, signIn: never } });
  for (const [name, route] of routes) {
    const [fuzz] = fc.sample(requestsMeeting(name, route), 1);
    const ask = (): Promise<Response> =>
      limited.vault.service.answer(
        new Request(`http://vault${fuzz?.target}`, { method: route.method }),
        // An address of its own for each route: one that is not limited would show.
        `2001:db8::${name}`,
      );
    await ask();
    const { error } = refusalSchema.parse(await (await ask()).json());
    // Whoever floods the vault must not keep a steward from stopping everything.
    expect([name, error.code === 'rateLimited']).toEqual([name, name !== 'lockdown']);
  }
  await limited.stop();
});

describe('a signed-in person', () => {
  const bySession = routes.filter(([, route]) =>
    ['steward', 'researcher', 'operator'].some((kind) => route.callers.some((own) => own === kind)),
  );
  const changing = bySession.filter(([, { method }]) => method !== 'GET');

  async function cookieOf(route: Route): Promise<string> {
    const kid = route.callers.includes('steward')
      ? world.stewards[0].key.kid
      : route.callers.includes('researcher')
        ? world.researcher.key.kid
        : world.operator.key.kid;
    return (await openBrowserSession(world.vault.world, kid)).cookie;
  }

  test('has a cookie that no script reads, no other site sends and no plain line carries', async () => {
    const { cookie } = await openBrowserSession(world.vault.world, world.operator.key.kid);
    const [pair = '', ...flags] = cookie.split('; ');
    expect(pair).toMatch(/^__Host-understudy-session=[\w-]{43}$/);
    expect(flags.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure']);
  });

  test.each(changing)('cannot be made to %s by another site', async (name, route) => {
    const cookie = (await cookieOf(route)).split('; ')[0] ?? '';
    const [fuzz] = fc.sample(requestsMeeting(name, route), 1);
    const ask = async (headers: Record<string, string>): Promise<string> => {
      const url = `http://vault${fuzz?.target}`;
      const request = new Request(url, { method: route.method, headers: { cookie, ...headers } });
      const response = await world.vault.service.answer(request);
      if (response.ok) return 'answered';
      return refusalSchema.parse(await response.json()).error.code;
    };
    const own = { origin: 'http://vault', 'x-understudy-csrf': '1' };
    expect(await ask({})).toBe('crossSite');
    expect(await ask({ ...own, origin: 'https://elsewhere.example' })).toBe('crossSite');
    expect(await ask({ ...own, origin: 'null' })).toBe('crossSite');
    expect(await ask({ origin: own.origin })).toBe('crossSite');
    expect(await ask({ 'x-understudy-csrf': '1' })).toBe('crossSite');
    expect(await ask(own)).not.toBe('crossSite');
  });

  test('every route that a session opens looks at the session', () => {
    expect(bySession.filter(([, route]) => !takesSignature(route))).toEqual([]);
    expect(changing.length).toBeGreaterThan(10);
  });
});
