/** How long a recorder may go on without the keeper's word: never past the lease. */
import { createId, systemRandom, type Clock } from '@understudy/base';
import {
  generateSigningKey,
  issueLease,
  leaseMaxMs,
  verifyLease,
  type SigningKey,
} from '@understudy/consent';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { holdLease, type LeaseLoss, type LeaseOptions } from './lease.ts';

/** Wall and monotonic clock in step with the fake timers; `setBackMs` moves the wall clock alone. */
let setBackMs = 0;
const clock: Clock = {
  nowMs: () => Date.now() - setBackMs,
  monotonicNs: () => BigInt(Math.round(performance.now() * 1e6)),
};
const device = createId('device', clock, systemRandom);
let key: SigningKey;
let lost: LeaseLoss[];

beforeEach(async () => {
  key = await generateSigningKey();
  lost = [];
  setBackMs = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => vi.useRealTimers());

class Refusal extends Error {
  readonly loss: LeaseLoss;
  constructor(loss: LeaseLoss) {
    super(loss);
    this.loss = loss;
  }
}

function options(ask: () => Promise<string>): LeaseOptions {
  return {
    device,
    keeperKeys: [key.publicJwk],
    clock,
    ask,
    lossOf: (error) => (error instanceof Refusal ? error.loss : null),
    onLost: (loss) => lost.push(loss),
  };
}

const issue = (): Promise<string> =>
  issueLease({ device, epoch: 1, notAfterMs: clock.nowMs() + leaseMaxMs }, key, clock);

/** Time goes on in steps, and the signatures that a step asked for are made within it. */
async function advance(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    await vi.advanceTimersByTimeAsync(Math.min(500, left));
    // Signing and checking run in the same queue of the platform: ours come last.
    for (let turn = 0; turn < 2; turn += 1) {
      await verifyLease(await issue(), [key.publicJwk], clock.nowMs());
    }
  }
}

test('is renewed long before it runs out, for as long as the keeper answers', async () => {
  let asked = 0;
  const lease = await holdLease(
    options(() => {
      asked += 1;
      return issue();
    }),
  );
  await advance(300_000);
  expect(lost).toEqual([]);
  expect(lease.holds()).toBe(true);
  expect(asked).toBeGreaterThan(20);
  lease.close();
});

test('is lost within 30 seconds of the keeper falling silent, not before', async () => {
  let silent = false;
  const lease = await holdLease(
    options(() => (silent ? Promise.reject(new Error('no answer')) : issue())),
  );
  silent = true;
  await advance(leaseMaxMs - 1000);
  expect(lost).toEqual([]);
  await advance(1000);
  expect(lost).toEqual(['leaseLost']);
  expect(lease.holds()).toBe(false);
});

test('is lost at its end, although the keeper leaves the question open for longer', async () => {
  let hangs = false;
  const lease = await holdLease(options(() => (hangs ? new Promise<string>(() => {}) : issue())));
  hangs = true;
  await advance(leaseMaxMs);
  expect(lost).toEqual(['leaseLost']);
  expect(lease.holds()).toBe(false);
});

test('survives a keeper that is silent for a while', async () => {
  let silent = false;
  const lease = await holdLease(
    options(() => (silent ? Promise.reject(new Error('no answer')) : issue())),
  );
  silent = true;
  await advance(20_000);
  silent = false;
  await advance(60_000);
  expect(lost).toEqual([]);
  lease.close();
});

test('ends with the first refusal after a lockdown', async () => {
  let locked = false;
  await holdLease(options(() => (locked ? Promise.reject(new Refusal('locked')) : issue())));
  locked = true;
  await advance(leaseMaxMs / 2);
  expect(lost).toEqual(['locked']);
});

test('a wall clock that is set back lengthens nothing', async () => {
  let silent = false;
  await holdLease(options(() => (silent ? Promise.reject(new Error('no answer')) : issue())));
  silent = true;
  setBackMs = 3_600_000;
  await advance(leaseMaxMs);
  expect(lost).toEqual(['leaseLost']);
});

test.each([
  [
    'another device',
    async () => {
      const other = createId('device', clock, systemRandom);
      return issueLease({ device: other, epoch: 1, notAfterMs: clock.nowMs() + 1000 }, key, clock);
    },
  ],
  [
    'another key',
    async () => {
      const other = await generateSigningKey();
      return issueLease({ device, epoch: 1, notAfterMs: clock.nowMs() + 1000 }, other, clock);
    },
  ],
])('for %s is no lease', async (_, ask) => {
  await expect(holdLease(options(ask))).rejects.toThrow();
});

test('a keeper that is locked at the start is told apart from one that is away', async () => {
  await expect(
    holdLease(options(() => Promise.reject(new Refusal('locked')))),
  ).rejects.toMatchObject({ code: 'keeperLocked' });
  await expect(
    holdLease(options(() => Promise.reject(new Error('no answer')))),
  ).rejects.toMatchObject({ code: 'keeperUnreachable' });
});
