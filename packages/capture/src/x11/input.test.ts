import { createTestHands, startDesktop } from '@understudy/testkit';
import { systemClock } from '@understudy/base';
import { expect, test } from 'vitest';
import type { InputSignal } from '../ports.ts';
import { connectX } from './connection.ts';
import { createX11Input } from './input.ts';

async function openWorld() {
  const desktop = await startDesktop({ accessibility: false, windowManager: false });
  const hands = await createTestHands(desktop);
  const connection = await connectX(desktop.display);
  const signals: InputSignal[] = [];
  const input = await createX11Input(connection, systemClock, () => undefined).open((batch) =>
    signals.push(...batch),
  );
  return {
    hands,
    input,
    signals,
    desktop,
    settle: async () => {
      await hands.done();
      await input.flush();
    },
    [Symbol.asyncDispose]: async () => {
      hands.close();
      await input.close();
      await connection.close();
      await desktop.stop();
    },
  };
}

test('every motion arrives, each with its own place and in the order of its time', async () => {
  await using world = await openWorld();
  for (let step = 1; step <= 500; step += 1) {
    world.hands.moveTo(step * 2, step);
    // The server's own queue of made-up input holds no more than some hundreds.
    if (step % 50 === 0) await world.settle();
  }
  await world.settle();
  for (let step = 0; step < 100; step += 1) world.hands.moveBy(-3, 1);
  await world.settle();
  const moves = world.signals.filter((signal) => signal.kind === 'move');
  expect(moves).toHaveLength(600);
  expect(moves.slice(0, 500).map(({ x, y }) => [x, y])).toEqual(
    Array.from({ length: 500 }, (_, index) => [(index + 1) * 2, index + 1]),
  );
  // The server accelerates relative motion as it likes; the path only ever goes that way.
  const after = moves.slice(500).map((move) => move.x);
  expect(after).toEqual(after.toSorted((a, b) => b - a));
  const times = moves.map((move) => move.atNs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(world.input.generated()).toBe(600);
});

test('times are those of the monotonic clock', async () => {
  await using world = await openWorld();
  const before = Number(systemClock.monotonicNs());
  world.hands.moveTo(10, 10);
  await world.settle();
  const after = Number(systemClock.monotonicNs());
  const [move] = world.signals;
  // The server's clock ticks in milliseconds.
  expect(move?.atNs).toBeGreaterThanOrEqual(before - 1e6);
  expect(move?.atNs).toBeLessThanOrEqual(after);
});

test('buttons and the wheel stand where the pointer is, after a warp too', async () => {
  await using world = await openWorld();
  world.hands.click(40, 50);
  world.hands.button(3, true);
  world.hands.button(3, false);
  await world.settle();
  const warp = world.desktop.run('xdotool', ['mousemove', '300', '200', 'click', '5']);
  await warp.ended;
  await world.settle();
  const places = world.signals.filter((signal) => signal.kind !== 'key');
  expect(places).toMatchObject([
    { kind: 'move', x: 40, y: 50 },
    { kind: 'button', button: 'left', pressed: true, x: 40, y: 50 },
    { kind: 'button', button: 'left', pressed: false, x: 40, y: 50 },
    { kind: 'button', button: 'right', pressed: true, x: 40, y: 50 },
    { kind: 'button', button: 'right', pressed: false, x: 40, y: 50 },
    { kind: 'move', x: 300, y: 200 },
    { kind: 'wheel', dx: 0, dy: -1, x: 300, y: 200 },
  ]);
});

test('keys have the code of their place and the meaning of the layout in force', async () => {
  await using world = await openWorld();
  const shift = 50;
  world.hands.press(38);
  world.hands.press(shift, 11);
  world.hands.press(36);
  await world.settle();
  expect(downs(world.signals)).toEqual([
    ['KeyA', 'a'],
    ['ShiftLeft', 'Shift'],
    ['Digit2', '@'],
    ['Enter', 'Enter'],
  ]);
  world.signals.length = 0;
  await world.desktop.run('setxkbmap', ['de']).ended;
  await world.settle();
  await world.settle();
  world.hands.press(29);
  world.hands.press(108, 24);
  await world.settle();
  expect(downs(world.signals)).toEqual([
    ['KeyY', 'z'],
    ['AltRight', 'AltGraph'],
    ['KeyQ', '@'],
  ]);
});

test('the pause hotkey is told and its key is not', async () => {
  await using world = await openWorld();
  world.hands.press(37, 64, 127);
  await world.settle();
  await world.settle();
  expect(world.signals.filter((signal) => signal.kind === 'pauseHotkey')).toHaveLength(1);
  expect(JSON.stringify(world.signals)).not.toContain('"Pause"');
});

test('a closed input gets nothing more', async () => {
  await using world = await openWorld();
  await world.input.close();
  world.hands.moveTo(5, 5);
  await world.hands.done();
  expect(world.signals).toEqual([]);
});

function downs(signals: readonly InputSignal[]) {
  return signals.flatMap((signal) =>
    signal.kind === 'key' && signal.pressed ? [[signal.code, signal.key]] : [],
  );
}
