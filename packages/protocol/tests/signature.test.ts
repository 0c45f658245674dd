import { systemRandom, type Clock } from '@understudy/base';
import { generateSigningKey, type SigningKey } from '@understudy/consent';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  createNonceMemory,
  sha256Hex,
  signatureWindowMs,
  signRequest,
  verifyRequest,
  type RequestFacts,
} from '../src/index.ts';

const startMs = Date.UTC(2026, 0, 1);
const facts: RequestFacts = {
  method: 'POST',
  target: '/v1/grants?x=1',
  bodySha256: sha256Hex(new TextEncoder().encode('{}')),
  service: 'vault',
};

let key: SigningKey;
let other: SigningKey;
beforeAll(async () => {
  [key, other] = [await generateSigningKey(), await generateSigningKey()];
});

function clockAt(nowMs: number): Clock {
  return { nowMs: () => nowMs, monotonicNs: () => BigInt(nowMs) * 1_000_000n };
}

function sign(change: Partial<RequestFacts> = {}, atMs = startMs + 1000): Promise<string> {
  return signRequest({ ...facts, ...change }, key, {
    clock: clockAt(atMs),
    random: systemRandom,
  });
}

function createVerifier(nowMs = startMs + 1000, since = startMs) {
  const nonces = createNonceMemory(clockAt(since));
  return (authorization: string, change: Partial<RequestFacts> = {}) =>
    verifyRequest(
      authorization,
      { ...facts, ...change },
      {
        clock: clockAt(nowMs),
        sinceMs: nonces.sinceMs,
        keyOf: async (kid) =>
          kid === key.kid ? { publicJwk: key.publicJwk, owner: 'the owner' } : null,
        remember: (nonce, untilMs) => nonces.remember(nonce, untilMs),
      },
    );
}

describe('a signed request is refused', () => {
  test.each([
    ['for another method', { method: 'PUT' }],
    ['for another path', { target: '/v1/grants/other' }],
    ['for another query', { target: '/v1/grants?x=2' }],
    ['for another service', { service: 'keeper' as const }],
  ])('%s', async (_name, change) => {
    await expect(createVerifier()(await sign(), change)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('the second time', async () => {
    const verify = createVerifier();
    const authorization = await sign();
    await verify(authorization);
    await expect(verify(authorization)).rejects.toMatchObject({ code: 'replayed' });
  });

  test.each([
    ['too late', startMs + 1000 + signatureWindowMs + 1],
    ['too early', startMs + 1000 - signatureWindowMs - 1],
  ])('%s, with the server’s time to go by', async (_name, nowMs) => {
    const verify = createVerifier(nowMs, startMs - 3_600_000);
    await expect(verify(await sign())).rejects.toMatchObject({
      code: 'clockSkew',
      details: { serverTimeMs: nowMs },
    });
  });

  test('when it was signed before the server started, which cannot know whether it saw it', async () => {
    const verify = createVerifier(startMs + 1000, startMs + 1001);
    await expect(verify(await sign())).rejects.toMatchObject({ code: 'clockSkew' });
  });

  test('by an unknown key', async () => {
    const authorization = await signRequest(facts, other, {
      clock: clockAt(startMs + 1000),
      random: systemRandom,
    });
    await expect(createVerifier()(authorization)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('with any character changed', async () => {
    const authorization = await sign();
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: authorization.length - 1 }),
        fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.', ' '),
        async (at, character) => {
          fc.pre(authorization[at] !== character);
          const changed = authorization.slice(0, at) + character + authorization.slice(at + 1);
          // The last character of base64url has spare bits: the same bytes may have two forms.
          const same = await createVerifier()(changed).then(
            ({ owner }) => owner,
            () => null,
          );
          fc.pre(at < authorization.length - 1 || same === null);
          expect(same).toBeNull();
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('a signed request names its owner and the body that it goes with', async () => {
  const verified = await createVerifier()(await sign());
  expect(verified).toEqual({ owner: 'the owner', bodySha256: facts.bodySha256 });
});

test('the memory of nonces is bounded, and full means no', () => {
  const nonces = createNonceMemory(clockAt(startMs), { capacity: 2 });
  expect(nonces.remember('a', startMs + 10)).toBe(true);
  expect(nonces.remember('b', startMs + 10)).toBe(true);
  expect(nonces.remember('c', startMs + 10)).toBe(false);
});
