/** What was typed into a secure or unknown field, and what is not on the list, never leaves. */
import { startApp, startChromium } from '@understudy/testkit';
import { servePages } from '@understudy/testkit/local-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RawEvent } from '@understudy/recording';
import { openBusProxy, type BusProxy } from './bus-proxy.ts';
import { isFocusOn, knownKeys, pixelAt, startWorld, type World } from './world.ts';

const signIn = `<!doctype html><title>Sign in</title>
<style>body{margin:0;background:#fff} input{position:absolute;left:20px;height:30px;width:300px}</style>
<input id="user" aria-label="User" style="top:20px" autofocus>
<input id="secret" aria-label="Password" type="password" style="top:80px">
<input id="card" aria-label="Card" autocomplete="cc-number" style="top:140px">
<input id="show" aria-label="Shown" type="password" style="top:200px">
<script>show.onfocus = () => { show.type = 'text' }</script>`;

let site: Awaited<ReturnType<typeof servePages>>;
beforeAll(async () => {
  site = await servePages({ '/': signIn, '/other': '<title>Other</title><h1>Other</h1>' });
});
afterAll(() => site.close());

function browser() {
  return [{ kind: 'sites' as const, app: 'chromium', origins: [site.origin] }];
}

const isFocusNamed =
  (name: string) =>
  (event: RawEvent): boolean =>
    event.kind === 'element' && event.relation === 'focus' && event.element?.name === name;

/** Types a letter until it is told by its name: who has just started may not be known yet. */
async function typeUntilTold(world: World, letter: string): Promise<void> {
  for (;;) {
    const before = world.events.length;
    world.hands.type(letter);
    const told = await world.until(
      (event) => event.kind === 'key' && event.pressed && world.events.indexOf(event) >= before,
    );
    if (knownKeys([told]).includes(letter)) return;
  }
}

async function typeSlowly(world: World, text: string): Promise<void> {
  for (const letter of text) {
    world.hands.type(letter);
    await world.hands.done();
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}

test('keys of a password field are told without their code, however fast the focus moved', async () => {
  await using world = await startWorld({
    apps: browser(),
    before: (desktop) => startChromium({ desktop, url: `${site.origin}/` }),
  });
  await world.until(isFocusNamed('User'));
  await typeUntilTold(world, 'a');
  const before = world.events.length;
  await typeSlowly(world, 'lice');
  // Where the recorder sleeps, what was typed since counts as typed into any field that it then hears of.
  await world.until(() => knownKeys(world.events).join('').endsWith('alice'));
  // Tab and the secret in one burst: focus is told only after all of it was typed.
  world.hands.press(23);
  world.hands.type('xyzzy');
  await world.hands.done();
  await world.until(isFocusNamed('Password'));
  await typeSlowly(world, 'plugh');
  await world.capture.stop();
  const typed = knownKeys(world.events).join('');
  expect(typed).toContain('alice');
  expect(typed).not.toMatch(/[xyzpugh]/);
  const withheld = world.events
    .slice(before)
    .filter((event) => event.kind === 'key' && event.pressed && isWithheld(event));
  expect(withheld).toHaveLength(10);
  expect(world.capture.accounting().dropped.secureField).toBeGreaterThan(0);
});

test('a password that the page shows stays a secret', async () => {
  await using world = await startWorld({
    apps: browser(),
    before: (desktop) => startChromium({ desktop, url: `${site.origin}/` }),
  });
  await world.until(isFocusNamed('User'));
  // The structure is read before the field changes its type.
  await world.until((event) => event.kind === 'rawFrame');
  world.hands.press(23);
  world.hands.press(23);
  world.hands.press(23);
  await world.until(isFocusNamed('Shown'));
  await typeSlowly(world, 'xyzzy');
  await world.capture.stop();
  expect(knownKeys(world.events).join('')).not.toMatch(/[xyz]/);
});

test('what is typed once the accessibility bus is gone goes to a field that nobody knows, and is covered', async () => {
  const proxied = Promise.withResolvers<BusProxy>();
  await using world = await startWorld({
    apps: [{ kind: 'app', app: 'mousepad' }],
    before: async (desktop) => {
      // The editor has its own way to the bus by now.
      await startApp({ desktop, command: 'mousepad' });
      const proxy = await openBusProxy(desktop);
      await proxy.announce();
      proxied.resolve(proxy);
    },
  });
  await world.until(isFocusOn('mousepad'));
  await typeUntilTold(world, 'b');
  await world.until((event) => Array.isArray(textsOfEditor(event)));
  const proxy = await proxied.promise;
  proxy.endWith();
  proxy.close();
  const before = world.events.length;
  const isLater = (event: RawEvent): boolean => world.events.indexOf(event) >= before;
  await typeSlowly(world, 'xyz');
  await world.until((event) => isLater(event) && textsOfEditor(event) === null);
  await world.until((event) => isLater(event) && isWithheld(event));
  await world.capture.stop();
  expect(knownKeys(world.events).join('')).toBe('b');
});

const textsOfEditor = (event: RawEvent) =>
  event.kind === 'rawFrame'
    ? event.windows.find(({ app }) => app === 'mousepad')?.texts
    : undefined;

const isWithheld = (event: RawEvent): boolean =>
  event.kind === 'key' && event.stroke.kind === 'withheld';

test('nothing is told of an app that is not on the list, in front or behind', async () => {
  await using world = await startWorld({
    apps: browser(),
    before: (desktop) => startChromium({ desktop, url: `${site.origin}/` }),
  });
  await world.until(isFocusNamed('User'));
  await world.until((event) => event.kind === 'rawFrame');
  const editor = await startApp({ desktop: world.desktop, command: 'mousepad' });
  await typeSlowly(world, 'xyzzy');
  world.hands.click(900, 600);
  await world.desktop.run('xdotool', [
    'set_window',
    '--name',
    'xyzzy secret title',
    String(editor.window),
  ]).ended;
  world.hands.press(64, 23);
  // Back to the browser, with the editor still to be seen beside it.
  await world.desktop.run('xdotool', ['windowactivate', '--sync', String(browserWindow(world))])
    .ended;
  const back = world.events.length;
  await world.until((event) => world.events.indexOf(event) >= back && isFocusNamed('User')(event));
  await typeUntilTold(world, 'b');
  await world.capture.stop();
  expect(knownKeys(world.events.slice(0, back)).join('')).not.toMatch(/[xyz]/);
  const told = JSON.stringify(world.events.filter((event) => event.kind !== 'rawFrame'));
  expect(told).not.toContain('mousepad');
  expect(told).not.toContain('xyzzy');
});

test('a window that is not on the list is black where it is to be seen, and its texts are not told', async () => {
  await using world = await startWorld({
    apps: browser(),
    before: async (desktop) => {
      await startChromium({ desktop, url: `${site.origin}/` });
      const editor = await startApp({ desktop, command: 'mousepad' });
      await desktop.run('xdotool', ['windowsize', '--sync', String(editor.window), '300', '300'])
        .ended;
      await desktop.run('xdotool', ['windowmove', '--sync', String(editor.window), '700', '400'])
        .ended;
      const chromium = desktop.run('xdotool', ['search', '--onlyvisible', '--class', 'chromium']);
      const window = await chromium.line((line) => /^\d+$/.test(line));
      // Focus without raising: the editor stays in front.
      await desktop.run('xdotool', ['windowfocus', '--sync', window]).ended;
    },
  });
  const frame = await world.until((event) => event.kind === 'rawFrame');
  const shown = frame.windows.filter((window) => window.allowed);
  expect(shown.map((window) => window.app)).toEqual(['chromium']);
  expect(JSON.stringify(frame.windows)).not.toContain('mousepad');
  expect(pixelAt(frame, 850, 550)).toEqual([0, 0, 0]);
  expect(pixelAt(frame, 500, 700)).toEqual([255, 255, 255]);
});

test('a page of another site is refused although its browser is listed', async () => {
  const other = await servePages({
    '/': '<title>Elsewhere</title><input id="q" aria-label="Query" autofocus>',
  });
  await using world = await startWorld({
    apps: browser(),
    before: (desktop) => startChromium({ desktop, url: `${other.origin}/` }),
  });
  world.hands.click(300, 400);
  await typeSlowly(world, 'xyzzy');
  await world.capture.stop();
  await other.close();
  expect(world.events.filter((event) => event.kind !== 'display' && event.kind !== 'gap')).toEqual(
    [],
  );
  const { arrived, dropped, kept } = world.capture.accounting();
  expect(kept).toBe(0);
  expect(dropped.notAllowed).toBe(arrived);
});

test('what is typed into the address bar is not told', async () => {
  await using world = await startWorld({
    apps: browser(),
    before: (desktop) => startChromium({ desktop, url: `${site.origin}/` }),
  });
  await world.until(isFocusNamed('User'));
  world.hands.press(37, 46);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await typeSlowly(world, 'xyzzy');
  await world.capture.stop();
  expect(knownKeys(world.events).join('')).not.toMatch(/[xyz]/);
});

test('a private window is refused', async () => {
  await using world = await startWorld({
    apps: browser(),
    before: (desktop) => startChromium({ desktop, url: `${site.origin}/`, args: ['--incognito'] }),
  });
  world.hands.click(300, 400);
  await typeSlowly(world, 'xyzzy');
  await world.capture.stop();
  expect(world.frames()).toEqual([]);
  expect(world.capture.accounting()).toMatchObject({ kept: 0 });
});

test('without accessibility Chromium has no address, so nothing of it is told', async () => {
  await using world = await startWorld({
    apps: [{ kind: 'app', app: 'chromium' }],
    before: (desktop) =>
      startChromium({
        desktop,
        url: `${site.origin}/`,
        accessibility: false,
        args: ['--disable-renderer-accessibility'],
      }),
  });
  world.hands.click(300, 300);
  await typeSlowly(world, 'xyzzy');
  await world.capture.stop();
  expect(knownKeys(world.events).join('')).not.toMatch(/[xyz]/);
});

test('an editor that is listed is told in full', async () => {
  await using world = await startWorld({
    apps: [{ kind: 'app', app: 'mousepad' }],
    before: (desktop) => startApp({ desktop, command: 'mousepad' }),
  });
  await world.until(isFocusOn('mousepad'));
  await typeSlowly(world, 'hello');
  await world.capture.stop();
  expect(knownKeys(world.events)).toEqual(['h', 'e', 'l', 'l', 'o']);
  const { arrived, dropped, generated, kept } = world.capture.accounting();
  expect({ arrived, dropped, kept }).toEqual({ arrived: 10, dropped: {}, kept: 10 });
  expect(generated).toBe(arrived);
});

function browserWindow(world: World): number {
  const event = world.events.find((told) => told.kind === 'window' && told.app === 'chromium');
  return event?.kind === 'window' ? event.handle : 0;
}
