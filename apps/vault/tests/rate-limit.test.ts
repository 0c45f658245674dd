/** How often anybody may call, by a clock that the test turns. */
import type { Clock } from '@understudy/base';
import { expect, test } from 'vitest';
import type { RateFacts } from '@understudy/protocol';
import { createRateLimit } from '../src/rate-limit.ts';

const rules = {
  address: { burst: 3, perSecond: 1 },
  caller: { burst: 2, perSecond: 1 },
  signIn: { burst: 1, perSecond: 0.5 },
};

function createWorld() {
  let nowNs = 0n;
  const clock: Clock = { nowMs: () => 0, monotonicNs: () => nowNs };
  const limit = createRateLimit(clock, rules);
  const from = (remote: string, route = 'listPrograms'): RateFacts => ({
    route,
    remote,
    caller: null,
  });
  return {
    call: (remote: string, route?: string) => limit(from(remote, route)),
    pass: (seconds: number) => {
      nowNs += BigInt(seconds * 1e9);
    },
  };
}

const refused = expect.objectContaining({ code: 'rateLimited' });

test('the call over the burst is refused, and says when to come again', () => {
  const { call } = createWorld();
  for (let count = 0; count < rules.address.burst; count += 1) call('192.0.2.1');
  expect(() => call('192.0.2.1')).toThrow(refused);
});

test('one caller’s haste is nobody else’s wait', () => {
  const { call } = createWorld();
  for (let count = 0; count < rules.address.burst; count += 1) call('192.0.2.1');
  expect(() => call('192.0.2.2')).not.toThrow();
});

test.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
  ['2001:db8::1', '2001:db8::5:0:0:1', true],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
])('%s and %s are one caller: %s', (first, second, same) => {
  const { call } = createWorld();
  for (let count = 0; count < rules.address.burst; count += 1) call(first);
  const again = () => call(second);
  if (same) expect(again).toThrow(refused);
  else expect(again).not.toThrow();
});

test('time gives calls back, up to the burst and no further', () => {
  const { call, pass } = createWorld();
  for (let count = 0; count < rules.address.burst; count += 1) call('192.0.2.1');
  pass(1);
  call('192.0.2.1');
  expect(() => call('192.0.2.1')).toThrow(refused);
  pass(1_000);
  for (let count = 0; count < rules.address.burst; count += 1) call('192.0.2.1');
  expect(() => call('192.0.2.1')).toThrow(refused);
});

test('sign-in has a narrower limit of its own', () => {
  const { call } = createWorld();
  call('192.0.2.1', 'signIn');
  expect(() => call('192.0.2.1', 'signIn')).toThrow(refused);
  expect(() => call('192.0.2.1')).not.toThrow();
});

test('no flood keeps a steward from locking', () => {
  const { call } = createWorld();
  for (let count = 0; count < rules.address.burst; count += 1) call('192.0.2.1');
  expect(() => call('192.0.2.1')).toThrow(refused);
  for (let count = 0; count < 100; count += 1) call('192.0.2.1', 'lockdown');
});
