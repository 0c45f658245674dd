import { systemClock } from '@understudy/base';
import { startApp, startDesktop, type DesktopOptions } from '@understudy/testkit';
import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import type { InputSignal, WindowScene } from '../ports.ts';
import { connectX, type XConnection } from './connection.ts';
import { createX11Input } from './input.ts';
import { createX11Windows } from './windows.ts';

interface Told {
  readonly scene: WindowScene;
  readonly atNs: number;
  readonly hasPassed: boolean;
}

async function openWorld(options: DesktopOptions = {}) {
  const desktop = await startDesktop({ accessibility: false, ...options });
  const start = (place: string) =>
    startApp({ desktop, command: 'xmessage', args: ['-geometry', place, 'Orders'] });
  const apps = [await start('200x100+0+0'), await start('200x100+300+0')];
  const handles = apps.map(({ window }) => window);
  const connection = await connectX(desktop.display);
  const told: Told[] = [];
  const signals: InputSignal[] = [];
  const port = createX11Windows(connection, systemClock, () => false);
  const windows = await port.open((scene, atNs, hasPassed) =>
    told.push({ scene, atNs, hasPassed }),
  );
  const input = await createX11Input(connection, systemClock, (atNs) => port.noteInput(atNs)).open(
    (batch) => signals.push(...batch),
  );
  return {
    desktop,
    told,
    signals,
    first: handles[0] ?? 0,
    second: handles[1] ?? 0,
    settle: async () => {
      await input.flush();
      await windows.caughtUp();
    },
    [Symbol.asyncDispose]: async () => {
      await input.close();
      await windows.close();
      await connection.close();
      await desktop.stop();
    },
  };
}

test('a window is told to have come before the click into it, however late both are read', async () => {
  await using world = await openWorld();
  const vault = String(world.second);
  await world.desktop.run('xdotool', ['windowunmap', '--sync', vault]).ended;
  await world.settle();
  // Nothing else of this process runs meanwhile.
  const comes = ['windowmap', '--sync', vault, 'windowmove', '--sync', vault, '500', '300'];
  execFileSync('xdotool', [...comes, 'mousemove', '550', '350', 'click', '1'], {
    env: world.desktop.env,
  });
  await world.settle();
  const click = world.signals.find((signal) => signal.kind === 'button' && signal.pressed);
  expect(click).toMatchObject({ x: 550, y: 350 });
  const then = world.told.findLast(({ atNs }) => atNs <= (click?.atNs ?? 0));
  expect(then?.scene.windows.map(({ handle }) => handle)).toContain(world.second);
});

test('where the keyboard went on to another window before the first was read, one has passed', async () => {
  await using world = await openWorld({ windowManager: false });
  const manager = await connectX(world.desktop.display);
  const active = await manager.atom('_NET_ACTIVE_WINDOW');
  const activate = async (...windows: readonly number[]): Promise<void> => {
    const before = world.told.length;
    for (const window of windows) {
      const id = Buffer.alloc(4);
      id.writeUInt32LE(window);
      manager.client.ChangeProperty(0, manager.root, active, windowType, 32, id);
    }
    await manager.property(manager.root, '_NET_ACTIVE_WINDOW');
    await world.settle();
    expect(world.told.length).toBeGreaterThan(before);
  };
  const passed = (): readonly boolean[] => world.told.splice(0).map(({ hasPassed }) => hasPassed);
  await activate(world.first);
  expect(passed()).not.toContain(true);
  await activate(world.second);
  expect(passed()).not.toContain(true);
  await activate(world.first, 0, world.second);
  expect(passed()).toContain(true);
  await manager.close();
});

/** As numbered in X.h. */
const windowType = 33;

test('what comes while the windows are read for the first time is told after those, and as of then', async () => {
  const desktop = await startDesktop({ accessibility: false });
  onTestFinished(() => desktop.stop());
  const { window } = await startApp({ desktop, command: 'xmessage', args: ['Orders'] });
  const vault = String(window);
  await desktop.run('xdotool', ['windowunmap', '--sync', vault]).ended;
  const connection = await connectX(desktop.display);
  onTestFinished(() => connection.close());
  const asked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  let questions = 0;
  const slow: XConnection = {
    ...connection,
    property: async (of, name) => {
      const found = await connection.property(of, name);
      if (name !== '_NET_ACTIVE_WINDOW') return found;
      questions += 1;
      asked.resolve();
      if (questions === 1) await goOn.promise;
      return found;
    },
  };
  const told: Told[] = [];
  const opening = createX11Windows(slow, systemClock, () => false).open((scene, atNs, hasPassed) =>
    told.push({ scene, atNs, hasPassed }),
  );
  await asked.promise;
  const comesNs = Number(systemClock.monotonicNs());
  await desktop.run('xdotool', ['windowmap', '--sync', vault]).ended;
  // Behind all that the server told before.
  await connection.property(connection.root, '_NET_ACTIVE_WINDOW');
  goOn.resolve();
  const windows = await opening;
  await windows.caughtUp();
  expect(told.map(({ atNs }) => atNs > comesNs)).toEqual(told.map((_, index) => index > 0));
  expect(told.at(-1)?.scene.windows.map(({ handle }) => handle)).toContain(window);
  expect(windows.unreadSinceNs()).toBeNull();
  await windows.close();
});
