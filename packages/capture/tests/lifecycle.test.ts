/** Pause, resume, the indicator, and every way in which a capture ends. */
import {
  consentTo,
  createTestHands,
  startApp,
  startDesktop,
  startTestCapture,
} from '@understudy/testkit';
import { systemClock, systemRandom } from '@understudy/base';
import { afterEach, expect, test, vi } from 'vitest';
import { openX11Desktop, startCapture, type DesktopPorts } from '../src/index.ts';
import { isFocusOn, knownKeys, pixelAt, startWorld, type World } from './world.ts';

const editor = [{ kind: 'app' as const, app: 'mousepad' }];
const withEditor = {
  apps: editor,
  before: (desktop: World['desktop']) => startApp({ desktop, command: 'mousepad' }),
};

afterEach(() => vi.unstubAllEnvs());

async function indicatorWindow(world: World): Promise<string> {
  const search = world.desktop.run('xdotool', ['search', '--name', '^Understudy: ']);
  return search.line((line) => /^\d+$/.test(line));
}

async function windowUnderPointer(world: World): Promise<string> {
  const place = world.desktop.run('xdotool', ['getmouselocation', '--shell']);
  return (await place.line((line) => line.startsWith('WINDOW='))).slice('WINDOW='.length);
}

async function indicatorTitle(world: World): Promise<string> {
  const name = world.desktop.run('xdotool', ['getwindowname', await indicatorWindow(world)]);
  return name.line(() => true);
}

test('while it records the indicator says so, and it is in no frame', async () => {
  await using world = await startWorld(withEditor);
  expect(await indicatorTitle(world)).toBe('Understudy: Recording');
  await world.until(isFocusOn('mousepad'));
  const frame = await world.until((event) => event.kind === 'rawFrame');
  expect(pixelAt(frame, 1280 - 20, 20)).toEqual([0, 0, 0]);
  expect(JSON.stringify(frame.windows)).not.toContain('Understudy');
});

test('a click on the indicator pauses; what is typed then is lost to everybody; resuming hears again', async () => {
  await using world = await startWorld(withEditor);
  await world.until(isFocusOn('mousepad'));
  world.hands.click(1280 - 60, 20);
  expect(await world.untilState('paused')).toEqual({
    kind: 'paused',
    reason: 'paused',
    by: 'indicator',
  });
  expect(await indicatorTitle(world)).toBe('Understudy: Paused');
  world.hands.type('lost');
  await world.hands.done();
  const before = world.events.length;
  await world.capture.resume(world.consent);
  expect(await indicatorTitle(world)).toBe('Understudy: Recording');
  await world.until(
    (event) => world.events.indexOf(event) >= before && isFocusOn('mousepad')(event),
  );
  world.hands.type('heard');
  await world.hands.done();
  await world.capture.stop();
  expect(knownKeys(world.events)).toEqual(['h', 'e', 'a', 'r', 'd']);
  const gaps = world.events.filter((event) => event.kind === 'gap' && event.reason === 'paused');
  expect(gaps).toHaveLength(1);
  // After the gap everything is told anew: the geometry, the window, and a whole frame.
  const after = world.events.slice(before).map((event) => event.kind);
  expect(after).toContain('display');
  expect(after).toContain('window');
  const { arrived, dropped, generated, kept } = world.capture.accounting();
  const left = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  expect(arrived).toBe(kept + left);
  expect(generated).toBe(arrived);
});

test('a click on the indicator while the hooks are still being opened closes them all the same', async () => {
  const desktop = await startDesktop();
  const ports = await openX11Desktop({ display: desktop.display });
  const hands = await createTestHands(desktop);
  const clicked = Promise.withResolvers<void>();
  const slow: DesktopPorts = {
    ...ports,
    indicator: {
      open: (listener) =>
        ports.indicator.open({
          ...listener,
          onPauseClick: () => {
            listener.onPauseClick();
            clicked.resolve();
          },
        }),
    },
    windows: {
      open: async (listener) => {
        hands.click(1280 - 60, 20);
        await clicked.promise;
        return ports.windows.open(listener);
      },
    },
  };
  const told = await startTestCapture(slow, await consentTo(editor, 'motion'), 'motion');
  await told.untilState('paused');
  const before = told.capture.accounting();
  hands.click(300, 300);
  await hands.done();
  await told.capture.stop();
  expect(told.capture.accounting()).toEqual(before);
  hands.close();
  await ports.close();
  await desktop.stop();
});

test('the hotkey pauses', async () => {
  await using world = await startWorld(withEditor);
  await world.until(isFocusOn('mousepad'));
  world.hands.press(37, 64, 127);
  expect(await world.untilState('paused')).toMatchObject({ by: 'hotkey' });
});

test('a lock by the steward is shown as such, and the gap says so', async () => {
  await using world = await startWorld(withEditor);
  await world.capture.pause('locked');
  expect(await indicatorTitle(world)).toBe('Understudy: Locked');
  await world.capture.resume(world.consent);
  expect(world.events.some((event) => event.kind === 'gap' && event.reason === 'locked')).toBe(
    true,
  );
});

test('without an indicator to be seen nothing is recorded', async () => {
  await using world = await startWorld(withEditor);
  await world.until(isFocusOn('mousepad'));
  await world.desktop.run('xdotool', ['windowunmap', await indicatorWindow(world)]).ended;
  expect(await world.untilState('stopped')).toEqual({ kind: 'stopped', reason: 'indicatorHidden' });
  const before = world.events.length;
  world.hands.type('unseen');
  await world.hands.done();
  await expect(world.capture.resume(world.consent)).rejects.toMatchObject({ code: 'captureEnded' });
  expect(world.events).toHaveLength(before);
});

test('an indicator that is covered comes to the front again', async () => {
  await using world = await startWorld(withEditor);
  await world.until(isFocusOn('mousepad'));
  const active = ['getactivewindow'];
  await world.desktop.run('xdotool', [...active, 'windowmove', '--sync', '600', '0']).ended;
  await world.desktop.run('xdotool', [...active, 'windowsize', '--sync', '680', '400']).ended;
  await world.desktop.run('xdotool', [...active, 'windowraise']).ended;
  world.hands.moveTo(1280 - 60, 20);
  const indicator = await indicatorWindow(world);
  // It comes a moment after it was covered.
  while ((await windowUnderPointer(world)) !== indicator);
  world.hands.click(1280 - 60, 20);
  expect(await world.untilState('paused')).toMatchObject({ by: 'indicator' });
});

test('on a screen that becomes narrower the indicator moves to where it is seen', async () => {
  await using world = await startWorld({ ...withEditor, desktop: { width: 1920, height: 1080 } });
  await world.until(isFocusOn('mousepad'));
  await world.desktop.run('xrandr', ['--fb', '1280x720']).ended;
  // It moves a moment after the screen did.
  while (world.capture.state().kind === 'recording') {
    world.hands.click(1280 - 60, 20);
    await world.hands.done();
  }
  expect(await world.untilState('paused')).toMatchObject({ by: 'indicator' });
});

test('a display that goes away ends the capture and says so', async () => {
  await using world = await startWorld(withEditor);
  await world.desktop.stop();
  const ended = await world.untilState('stopped');
  expect(ended.kind === 'stopped' && ['displayLost', 'indicatorHidden']).toContain(
    ended.kind === 'stopped' ? ended.reason : '',
  );
});

test('a consent that runs out ends the capture', async () => {
  const desktop = await startDesktop();
  const ports = await openX11Desktop({ display: desktop.display });
  const consent = await consentTo(editor, 'motion');
  let nowMs = systemClock.nowMs();
  const ended = new Promise((resolve) => {
    void startCapture({
      consent,
      program: consent.program,
      tier: 'motion',
      clipboard: false,
      desktop: ports,
      clock: { ...systemClock, nowMs: () => nowMs },
      random: systemRandom,
      startNs: systemClock.monotonicNs(),
      onRaw: () => undefined,
      onState: (state) => {
        nowMs = consent.untilMs;
        if (state.kind === 'stopped') resolve(state.reason);
      },
      onLedger: () => undefined,
    });
  });
  expect(await ended).toBe('consentEnded');
  await ports.close();
  await desktop.stop();
});

test('a desktop that cannot be captured is refused with what to do', async () => {
  vi.stubEnv('XDG_SESSION_TYPE', 'tty');
  vi.stubEnv('WAYLAND_DISPLAY', undefined);
  await expect(openX11Desktop({ display: ':9876' })).rejects.toMatchObject({ code: 'noDisplay' });
  await expect(openX11Desktop({ display: '' })).rejects.toMatchObject({ code: 'noDisplay' });
  vi.stubEnv('XDG_SESSION_TYPE', 'wayland');
  await expect(openX11Desktop({ display: ':9876' })).rejects.toMatchObject({
    code: 'waylandSession',
  });
});

test('a server without the damage extension is refused, and left without a hook', async () => {
  const desktop = await startDesktop({ serverArguments: ['-extension', 'DAMAGE'] });
  const ports = await openX11Desktop({ display: desktop.display });
  const consent = await consentTo(editor, 'screen');
  const started = startCapture({
    consent,
    program: consent.program,
    tier: 'screen',
    clipboard: false,
    desktop: ports,
    clock: systemClock,
    random: systemRandom,
    startNs: systemClock.monotonicNs(),
    onRaw: () => undefined,
    onState: () => undefined,
    onLedger: () => undefined,
  });
  await expect(started).rejects.toMatchObject({ code: 'screenExtensionMissing' });
  await ports.close();
  await desktop.stop();
});

test('the tier bounds what is told', async () => {
  await using world = await startWorld({ ...withEditor, tier: 'motion' });
  await world.until((event) => event.kind === 'display');
  world.hands.click(900, 500);
  world.hands.type('a');
  await world.hands.done();
  await world.capture.stop();
  const told = new Set(world.events.map((event) => event.kind));
  expect([...told].toSorted()).toEqual(['display', 'key', 'pointerButton', 'pointerMove']);
  expect(knownKeys(world.events)).toEqual([]);
});
