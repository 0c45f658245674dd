/** What moves on a real desktop: popups, windows, pages, the screen itself. */
import { startApp, startChromium } from '@understudy/testkit';
import { servePages } from '@understudy/testkit/local-server';
import type { FrameWindow, RawEvent, RawFrame } from '@understudy/recording';
import { expect, test } from 'vitest';
import { isFocusOn, pixelAt, startWorld, type World } from './world.ts';

const editor = [{ kind: 'app' as const, app: 'mousepad' }];
const withEditor = {
  apps: editor,
  before: (desktop: World['desktop']) => startApp({ desktop, command: 'mousepad' }),
};

function isFrameWith(wanted: (frame: RawFrame) => boolean) {
  return (event: RawEvent): event is RawFrame => event.kind === 'rawFrame' && wanted(event);
}

/** A frame in which a window that may be taken tells this text. */
function isFrameTelling(text: string, windowsAtLeast = 1) {
  return isFrameWith(({ windows }) => {
    const allowed = windows.filter((window) => window.allowed);
    const isTold = allowed[0]?.texts?.some((told) => told.text.includes(text)) === true;
    return allowed.length >= windowsAtLeast && isTold;
  });
}

test('a menu belongs to the app that opened it, and its texts explain it', async () => {
  await using world = await startWorld(withEditor);
  await world.until(isFocusOn('mousepad'));
  clickOn(world, await world.until(isFrameTelling('File')), 'File');
  const frame = await world.until(isFrameTelling('Save As...', 2));
  const [menu] = frame.windows.filter((window) => window.allowed);
  expect(menu?.app).toBe('mousepad');
});

test('a title that changes is told, also inside a manager’s frame', async () => {
  await using world = await startWorld(withEditor);
  await world.until(isFocusOn('mousepad'));
  world.hands.type('a');
  await world.hands.done();
  // The editor marks a document that is not saved.
  await world.until((event) => event.kind === 'window' && event.title.startsWith('*'));
});

test('a page’s dropdown belongs to its browser', async () => {
  const site = await servePages({
    '/': `<title>Pick</title><style>select{position:absolute;left:20px;top:20px;height:30px;width:200px}</style>
      <select aria-label="Size"><option>Small one</option><option>Large one</option></select>`,
  });
  await using world = await startWorld({
    apps: [{ kind: 'sites', app: 'chromium', origins: [site.origin] }],
    before: (desktop) => startChromium({ desktop, url: `${site.origin}/` }),
  });
  clickOn(world, await world.until(isFrameTelling('Small')), 'Small one');
  const frame = await world.until(isFrameTelling('Large one', 2));
  const [popup, page] = frame.windows.filter((window) => window.app === 'chromium');
  expect(popup?.box.width).toBeLessThan(page?.box.width ?? 0);
  await site.close();
});

test('a window that moves takes its texts along, and what it uncovers is black', async () => {
  await using world = await startWorld(withEditor);
  await world.until(isFocusOn('mousepad'));
  const hasMenu = (window: FrameWindow): boolean =>
    window.allowed && window.texts?.some(({ text }) => text === 'File') === true;
  const before = await world.until(isFrameWith(({ windows }) => windows.some(hasMenu)));
  const [was] = before.windows.filter((window) => window.allowed);
  await world.desktop.run('xdotool', ['getactivewindow', 'windowmove', '--sync', '100', '100'])
    .ended;
  const frame = await world.until(
    isFrameWith(({ windows }) => windows.some((window) => hasMenu(window) && window.box.x < 200)),
  );
  const [now] = frame.windows.filter((window) => window.allowed);
  const place = (texts: typeof now) => texts?.texts?.find((text) => text.text === 'File')?.box;
  const moved = (now?.box.x ?? 0) - (was?.box.x ?? 0);
  expect((place(now)?.x ?? 0) - (place(was)?.x ?? 0)).toBe(moved);
  expect(pixelAt(frame, 1200, 780)).toEqual([0, 0, 0]);
});

test('after a scroll each text stands where its pixels are', async () => {
  const rows = Array.from({ length: 200 }, (_, row) => `<p>Row number ${row}</p>`).join('');
  const site = await servePages({
    '/': `<title>Rows</title><style>body{margin:0;background:#fff}p{margin:0;height:40px;font:16px/40px monospace}</style>${rows}`,
  });
  await using world = await startWorld({
    apps: [{ kind: 'sites', app: 'chromium', origins: [site.origin] }],
    before: (desktop) => startChromium({ desktop, url: `${site.origin}/` }),
  });
  await world.until(isFrameWith(({ windows }) => hasRow(windows, 'Row number 3')));
  world.hands.moveTo(600, 500);
  for (let step = 0; step < 12; step += 1) {
    world.hands.button(5, true);
    world.hands.button(5, false);
  }
  await world.until(
    isFrameWith(
      ({ windows }) => hasRow(windows, 'Row number 30') || !hasRow(windows, 'Row number 0'),
    ),
  );
  await world.capture.stop();
  await site.close();
  // Dark pixels of a row's text lie inside the boxes told for the frame, in every frame.
  for (const frame of world.frames()) {
    const boxes = frame.windows
      .flatMap((window) => window.texts ?? [])
      .filter((text) => text.text.startsWith('Row number'))
      .map((text) => text.box);
    const stray = darkPixels(frame).filter(
      ([x, y]) =>
        !boxes.some(
          (box) =>
            x >= box.x - 2 &&
            x <= box.x + box.width + 2 &&
            y >= box.y - 2 &&
            y <= box.y + box.height + 2,
        ),
    );
    expect(stray).toEqual([]);
  }
});

test('a new resolution is told, and the next frame has it', async () => {
  await using world = await startWorld({
    ...withEditor,
    desktop: { width: 1920, height: 1080 },
  });
  await world.until(isFocusOn('mousepad'));
  await world.until(isFrameWith(({ size }) => size.width === 1920));
  const modes = world.desktop.run('xrandr', ['--fb', '1280x720']);
  await modes.ended;
  const event = await world.until(
    (told) => told.kind === 'display' && told.size.width === 1280 && told.size.height === 720,
  );
  expect(event.kind).toBe('display');
  const frame = await world.until(isFrameWith(({ size }) => size.width === 1280));
  expect(frame.pixels).toHaveLength(1280 * 720 * 4);
});

function clickOn(world: World, frame: RawFrame, text: string): void {
  const box = frame.windows
    .flatMap((window) => window.texts ?? [])
    .find((told) => told.text === text)?.box;
  if (box === undefined) throw new Error(`"${text}" stands nowhere.`);
  world.hands.click(box.x + Math.round(box.width / 2), box.y + Math.round(box.height / 2));
}

function hasRow(windows: RawFrame['windows'], row: string): boolean {
  return windows.some((window) => window.texts?.some((text) => text.text === row) === true);
}

/** Places of text in the column where the rows are, below the browser's own bars. */
function darkPixels(frame: RawFrame): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let y = 160; y < 780; y += 1) {
    for (let x = 8; x < 130; x += 1) {
      const [red = 255, green = 255, blue = 255] = pixelAt(frame, x, y);
      if (red + green + blue < 150) found.push([x, y]);
    }
  }
  return found;
}
