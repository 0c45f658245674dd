/**
 * Both contracts against real running processes: every route, with requests
 * drawn from its own schema, whole and broken, with made-up ids and with real
 * ones, by every kind of caller. Whatever comes is answered in the contract's
 * shape or refused from its one table, and the state stays as it was (issue 4.11).
 */
import { createKeeperClient, createVaultClient } from '@understudy/courier';
import {
  keeperRoutes,
  refusalSchema,
  statusByCode,
  vaultRoutes,
  type RequestKey,
  type Route,
  type ServiceName,
} from '@understudy/protocol';
import {
  fuzzToRequest,
  meetsRoute,
  requestsTo,
  withIds,
  type FuzzRequest,
} from '@understudy/testkit';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPersonKey } from '../src/person-key.ts';
import {
  approve,
  contribute,
  fetchPlain,
  requestGrantOn,
  type Contribution,
} from './contribution.ts';
import { startUp, type UpProcess } from './up-process.ts';

const plain = new TextEncoder().encode('one segment');

let up: UpProcess;
let contribution: Contribution;
/** Real ids, by their prefix: half of the requests are about what is there. */
let known: ReadonlyMap<string, string>;
let keys: readonly (RequestKey | null)[];
let before: Awaited<ReturnType<typeof counts>>;

beforeAll(async () => {
  up = await startUp();
  contribution = await contribute(up, plain);
  const { program, receipt, session, segment, contributor, device } = contribution;
  const { grant } = await requestGrantOn(up, program);
  const ids = [program.program, receipt.receipt, session, segment, contributor, device, grant];
  known = new Map(ids.map((id) => [id.slice(0, 4), id]));
  const files = [up.stewards[0], up.researcher, up.operator];
  const people = await Promise.all(files.map(readPersonKey));
  keys = [null, contribution.key, ...people.map(({ key }) => key)];
  before = await counts();
});
afterAll(async () => {
  await up.stop();
});

/** What no made-up request may add to or take from. */
async function counts() {
  const { key } = await readPersonKey(up.operator);
  return (await createVaultClient({ baseUrl: up.vault, key }).status()).counts;
}

async function send(
  service: ServiceName,
  fuzz: FuzzRequest,
  key: RequestKey | null,
): Promise<Response> {
  return fetch(await fuzzToRequest(up[service], service, fuzz, key));
}

/** A refusal from the table, or an answer in the shape that the contract gives. */
async function requireUnderstood(route: Route | null, response: Response): Promise<void> {
  if (response.status >= 400) {
    const { error } = refusalSchema.parse(await response.json());
    expect(response.status).toBe(statusByCode[error.code]);
    expect(error.code).not.toBe('internal');
    return;
  }
  if (route?.answer.kind === 'json') route.answer.schema.parse(await response.json());
  else await response.arrayBuffer();
}

/** A broken method or path may have met another route, or the console: then only a refusal's form counts. */
function routeMet(route: Route, fuzz: FuzzRequest, response: Response): Route | null {
  return meetsRoute(route, fuzz.method, new URL(response.url).pathname) ? route : null;
}

async function requireSound(service: ServiceName, name: string, route: Route): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      requestsTo(name, route),
      fc.boolean(),
      fc.nat({ max: keys.length - 1 }),
      async (made, real, caller) => {
        const fuzz = real ? withIds(made, known) : made;
        const response = await send(service, fuzz, keys[caller] ?? null);
        await requireUnderstood(routeMet(route, fuzz, response), response);
      },
    ),
    { numRuns: 25 },
  );
}

const routesOf = {
  vault: Object.entries<Route>(vaultRoutes),
  keeper: Object.entries<Route>(keeperRoutes),
};
/** These change the keeper's state by a signature, or a wrong guess, alone: each has its own test. */
const ownTest = ['seal', 'unseal'];
const calmKeeperRoutes = routesOf.keeper.filter(([name]) => !ownTest.includes(name));

const stateOf = async (): Promise<string> =>
  (await createKeeperClient({ baseUrl: up.keeper }).status()).state;

async function unseal(): Promise<void> {
  const passphrase = (await readFile(up.passphraseFile, 'utf8')).trim();
  await createKeeperClient({ baseUrl: up.keeper }).unseal({
    body: { kind: 'passphrase', passphrase },
  });
}

describe('while the keeper is open', () => {
  test.each(routesOf.vault)('the vault’s %s answers or refuses', (name, route) =>
    requireSound('vault', name, route),
  );
  test.each(calmKeeperRoutes)('the keeper’s %s answers or refuses', (name, route) =>
    requireSound('keeper', name, route),
  );

  test('a connection that ends in the middle of a request takes nothing with it', async () => {
    const { hostname, port } = new URL(up.vault);
    const begun = [
      'POST /v1/erasures HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
      'PATCH /v1/segments/x/upload?offset=0 HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nffffff\r\n',
      'GET /v1/health HTT',
      `GET /v1/health HTTP/1.1\r\nhost: x\r\ncookie: ${'a'.repeat(64 << 10)}\r\n\r\n`,
      '\u0000\u0001\u0002\r\n\r\n',
    ];
    for (const text of begun) {
      const socket = connect(Number(port), hostname);
      await new Promise((done) => {
        socket.once('close', done);
        socket.on('error', () => undefined);
        socket.write(text, () => {
          socket.end();
        });
        socket.resume();
      });
    }
    expect((await createVaultClient({ baseUrl: up.vault }).health()).service).toBe('vault');
  });

  test('nothing was added or taken away', async () => {
    expect(await counts()).toEqual(before);
    expect(await stateOf()).toBe('open');
  });
});

describe('sealing', () => {
  test('is for a steward’s or the operator’s signature alone, whatever else is sent', async () => {
    const { seal } = keeperRoutes;
    await fc.assert(
      fc.asyncProperty(
        requestsTo('seal', seal),
        fc.nat({ max: keys.length - 1 }),
        async (fuzz, caller) => {
          const response = await send('keeper', fuzz, keys[caller] ?? null);
          await requireUnderstood(routeMet(seal, fuzz, response), response);
          const sealed = (await stateOf()) === 'sealed';
          // Of the callers the third is a steward, the last the operator.
          const mayHave = response.ok && (caller === 2 || caller === keys.length - 1);
          expect(sealed && !mayHave).toBe(false);
          if (sealed) await unseal();
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('while the keeper is sealed', () => {
  beforeAll(async () => {
    const { key } = await readPersonKey(up.operator);
    await createKeeperClient({ baseUrl: up.keeper, key }).seal();
  });
  test.each(calmKeeperRoutes)('its %s answers or refuses', (name, route) =>
    requireSound('keeper', name, route),
  );
  test('no guess unseals it', async () => {
    await requireSound('keeper', 'unseal', keeperRoutes.unseal);
    expect(await stateOf()).toBe('sealed');
  });
});

test('after all of that, and a restart, the segment comes out as it went in', async () => {
  expect(await counts()).toEqual(before);
  up = await up.restart();
  const granted = await requestGrantOn(up, contribution.program);
  await approve(up, granted, up.stewards[0]);
  await approve(up, granted, up.stewards[1]);
  const opened = await fetchPlain(granted, contribution, granted.person.identity);
  expect(Buffer.compare(opened, plain)).toBe(0);
});
