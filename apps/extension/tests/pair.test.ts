/** The extension and the desktop recorder as one. */
import type { FrameWindow, RawEvent, RawFrame } from '@understudy/recording';
import { expect, test } from 'vitest';
import { startPairWorld, type PairWorld } from './pair-world.ts';

const css = `body{margin:0;background:#fff;font:16px sans-serif}
  body>*{position:absolute;left:40px;width:300px;height:30px;box-sizing:border-box}`;
const orders = `<!doctype html><title>Orders</title><style>${css}</style>
  <h1 style="top:10px;margin:0">Orders of today</h1>
  <input aria-label="Customer" style="top:80px">
  <input type="password" aria-label="Password" value="xyzzy" style="top:140px">
  <a href="/done" style="top:200px">Finish</a>
  <iframe src="/inside" style="top:260px;height:200px;border:0"></iframe>`;
const inside = `<!doctype html><title>Inside</title><style>${css}</style>
  <button style="top:50px">Inner button</button>`;
const done = `<!doctype html><title>All done</title><style>${css}</style><h1 style="top:10px">Done</h1>`;
const pages = { '/': orders, '/inside': inside, '/done': done };

/** X keycodes. */
const tab = 23;
const escape = 9;
const end = 115;
const enter = 36;
const left = { alt: 64, shift: 50 };
const control = 37;
const letterA = 38;
const letterC = 54;
const letterU = 30;
/** An X button. */
const wheelDown = 5;

/** Where the page's own point stands on the screen, once the pointer has been over the page. */
async function pointOnScreen({ page, hands }: PairWorld, x: number, y: number) {
  hands.moveTo(400, 600);
  hands.moveTo(410, 610);
  await hands.done();
  const [left, top] = await page.evaluate(() => {
    // No window manager's frame and no side panel: the page fills the window's width and its end.
    const side = (outerWidth - innerWidth) / 2;
    return [screenX + side, screenY + outerHeight - innerHeight - side] as const;
  });
  return { x: left + x, y: top + y };
}

const isElement =
  (relation: 'pointer' | 'focus', name: string) =>
  (event: RawEvent): event is Extract<RawEvent, { kind: 'element' }> =>
    event.kind === 'element' && event.relation === relation && event.element?.name === name;

const browserOf = ({ windows }: RawFrame): FrameWindow | undefined =>
  windows.find(({ app }) => app === 'chromium');

const isExplained = (event: RawEvent): event is RawFrame =>
  event.kind === 'rawFrame' && (browserOf(event)?.texts ?? null) !== null;

const knownKeys = (events: readonly RawEvent[]): string =>
  events
    .flatMap((event) =>
      event.kind === 'key' && event.pressed && event.stroke.kind === 'known'
        ? [event.stroke.key]
        : [],
    )
    .join('');

async function click(world: PairWorld, x: number, y: number): Promise<void> {
  const at = await pointOnScreen(world, x, y);
  world.hands.click(at.x, at.y);
  await world.hands.done();
}

test('the desktop is told of fields, controls, frames and addresses, and of nothing twice', async () => {
  await using world = await startPairWorld({ pages });
  const { hands, events } = world;
  await world.until((event): event is RawEvent => event.kind === 'page');
  await click(world, 100, 95);
  const { element: field } = await world.until(isElement('focus', 'Customer'));
  const at = await pointOnScreen(world, 40, 80);
  expect(field).toMatchObject({ role: 'textbox', editable: true, secure: false });
  expect(field?.box).toEqual({ x: at.x, y: at.y, width: 300, height: 30 });
  hands.type('zoe');
  await hands.done();
  await world.until(
    (event): event is RawEvent =>
      event.kind === 'key' && event.stroke.kind === 'known' && event.stroke.key === 'e',
  );

  hands.press(tab);
  await hands.done();
  await world.until(isElement('focus', 'Password'));
  hands.type('plugh');
  await hands.done();

  const frame = await world.until(isExplained);
  const texts = browserOf(frame)?.texts ?? [];
  expect(texts.map(({ text }) => text)).toContain('Orders of today');
  const secret = await pointOnScreen(world, 40, 140);
  expect(texts).toContainEqual(
    expect.objectContaining({ secure: true, box: { ...secret, width: 300, height: 30 } }),
  );
  expect(JSON.stringify(events.filter(({ kind }) => kind !== 'rawFrame'))).not.toMatch(/xyzzy/);

  await click(world, 100, 325);
  const { element: inner } = await world.until(isElement('pointer', 'Inner button'));
  expect(inner?.box).toEqual({
    ...(await pointOnScreen(world, 80, 310)),
    width: 300,
    height: 30,
  });

  await click(world, 60, 210);
  await world.until(
    (event): event is RawEvent => event.kind === 'page' && event.title === 'All done',
  );
  await world.capture.stop();
  expect(knownKeys(events)).toBe('zoeTab');
  const presses = events.filter((event) => event.kind === 'pointerButton' && event.pressed);
  expect(presses).toHaveLength(3);
  const { generated, arrived, kept, dropped } = world.capture.accounting();
  expect(generated).toBe(arrived);
  expect(kept + Object.values(dropped).reduce((sum, count) => sum + count, 0)).toBe(arrived);
});

const desk = `<!doctype html><title>Desk</title><style>${css}</style>
  <select aria-label="Land" style="top:80px"><option>Norway<option>Oman<option>Peru</select>
  <button style="top:140px" onclick="sure.showModal()">Ask</button>
  <dialog id="sure" aria-label="Sure?">Are you sure?</dialog>
  <a href="/file" download="Order form.txt" style="top:200px">Get the form</a>`;

test('what is chosen, dialogues, files and tabs are in the desktop’s session, each once', async () => {
  await using world = await startPairWorld({ pages: { '/': desk, '/file': 'Nothing' } });
  const { hands, events, extension, page } = world;
  const { origin } = new URL(page.url());
  await extension.browser.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: extension.profileDir,
  });
  const deeds = () => events.flatMap((event) => (event.kind === 'interaction' ? [event] : []));
  const untilDone = async (what: string, times = 1) => {
    await expect.poll(() => deeds().filter((deed) => deed.what === what)).toHaveLength(times);
  };
  await world.until((event): event is RawEvent => event.kind === 'page');

  await click(world, 100, 95);
  const isOpen = () => page.evaluate(() => document.querySelector('select')?.matches(':open'));
  await expect.poll(isOpen).toBe(true);
  hands.press(end);
  hands.press(enter);
  await hands.done();
  await untilDone('change');
  const land = await pointOnScreen(world, 40, 80);
  expect(deeds().find(({ what }) => what === 'change')).toMatchObject({
    value: 'Peru',
    element: { name: 'Land', app: 'chromium', box: { ...land, width: 300, height: 30 } },
  });

  await click(world, 100, 155);
  await untilDone('dialogOpen');
  hands.press(escape);
  await hands.done();
  await untilDone('dialogClose');

  await click(world, 60, 210);
  await untilDone('download');
  expect(deeds().find(({ what }) => what === 'download')?.value).toBe('Order form.txt');

  await untilDone('tabOpen');
  const second = await extension.context.newPage();
  await second.goto(origin);
  await untilDone('tabOpen', 2);
  await second.close();
  await untilDone('tabSwitch');
  await untilDone('tabClose');
  await world.capture.stop();
  expect(
    deeds()
      .map(({ what }) => what)
      .toSorted(),
  ).toEqual([
    'change',
    'dialogClose',
    'dialogOpen',
    'download',
    'tabClose',
    'tabOpen',
    'tabOpen',
    'tabSwitch',
  ]);
  const times = events.map(({ timeNs }) => timeNs);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
});

const notes = `<!doctype html><title>Notes</title><style>${css}</style>
  <input aria-label="Note" value="fetch milk" style="top:80px">
  <div id="list" role="list" aria-label="Lines" style="top:140px;height:60px;overflow:auto">
    <div style="height:400px">First line</div></div>
  <div id="card" draggable="true" style="top:240px;background:#cce">Card</div>
  <div id="tray" ondragover="event.preventDefault();last.value=(drops+1)+' at '+event.clientX"
    ondrop="event.preventDefault();drops++" style="top:300px;background:#eec">Tray</div>
  <output id="last" style="top:500px"></output><script>var drops = 0</script>
  <iframe src="/inside" style="top:360px;height:80px;border:0"></iframe>`;
const insideNotes = `<!doctype html><title>Inside</title><style>${css}</style>
  <div id="leaf" draggable="true" style="top:20px;background:#fcc">Leaf</div>`;

test.each([
  ['', true],
  [', but nothing of the clipboard where its owner did not switch it on', false],
])(
  'what is scrolled, selected, dragged and copied on a page is in the desktop’s session, each once%s',
  async (_, clipboard) => {
    await using world = await startPairWorld({
      pages: { '/': notes, '/inside': insideNotes },
      clipboard,
    });
    const { hands, events, page } = world;
    const deeds = () => events.flatMap((event) => (event.kind === 'interaction' ? [event] : []));
    const untilDone = async (what: string, times = 1) => {
      await expect.poll(() => deeds().filter((deed) => deed.what === what)).toHaveLength(times);
    };
    const onPage = { x: 0, y: 0 };
    const boxAt = (x: number, y: number) => ({ x: onPage.x + x, y: onPage.y + y, width: 300 });
    /** As slow as a hand: the page says yes to what is over it before it is let go. */
    const drag = async (fromY: number, turn: number): Promise<void> => {
      hands.moveTo(onPage.x + 100, onPage.y + fromY);
      hands.button(1, true);
      hands.moveTo(onPage.x + 110, onPage.y + fromY);
      hands.moveTo(onPage.x + 120, onPage.y + fromY);
      await hands.done();
      await untilDone('dragStart', turn);
      for (const x of [100, 104, 108]) {
        hands.moveTo(onPage.x + x, onPage.y + 315);
        await hands.done();
        await expect.poll(() => page.textContent('#last')).toBe(`${turn} at ${x}`);
      }
      hands.button(1, false);
      await hands.done();
      await untilDone('drop', turn);
    };
    await world.until((event): event is RawEvent => event.kind === 'page');
    Object.assign(onPage, await pointOnScreen(world, 0, 0));

    await click(world, 100, 95);
    await world.until(isElement('focus', 'Note'));
    hands.press(control, letterA);
    hands.press(control, letterC);
    await hands.done();
    await untilDone('select');
    if (clipboard) await untilDone('copy');

    hands.moveTo(onPage.x + 100, onPage.y + 160);
    hands.button(wheelDown, true);
    hands.button(wheelDown, false);
    await hands.done();
    await expect
      .poll(() => deeds().findLast(({ what }) => what === 'scroll')?.position?.y ?? 0)
      .toBeGreaterThan(40);

    await drag(255, 1);
    await drag(395, 2);
    await world.capture.stop();

    const told = (what: string) => deeds().filter((deed) => deed.what === what);
    expect(told('select')).toMatchObject([{ element: { name: 'Note', box: boxAt(40, 80) } }]);
    expect(told('scroll').at(-1)).toMatchObject({
      element: { name: 'Lines', box: boxAt(40, 140) },
    });
    expect(told('dragStart')).toMatchObject(
      [255, 395].map((y) => ({ position: { x: onPage.x + 100, y: onPage.y + y } })),
    );
    expect(told('drop')).toMatchObject(
      [0, 1].map(() => ({ position: { x: onPage.x + 108, y: onPage.y + 315 } })),
    );
    const words = deeds().flatMap(({ what, value }) =>
      value === undefined ? [] : [[what, value]],
    );
    expect(words).toEqual(clipboard ? [['copy', 'fetch milk']] : []);
    const kinds = new Set(deeds().map(({ what }) => what));
    expect(kinds.has('copy')).toBe(clipboard);
    const times = events.map(({ timeNs }) => timeNs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  },
);

test('without the extension’s word pixels are covered and keys withheld', async () => {
  await using world = await startPairWorld({ pages });
  const { hands, events, extension } = world;
  await world.until((event): event is RawEvent => event.kind === 'page');
  await click(world, 100, 95);
  await world.until(isElement('focus', 'Customer'));
  await world.until(isExplained);
  await extension.browser.send('Extensions.uninstall', { id: extension.id });
  await expect.poll(() => world.speaks()).toBe('silent');
  const silentNs = world.nowNs();
  hands.type('zoe');
  await hands.done();
  await world.capture.stop();
  const after = events.filter(({ timeNs }) => timeNs > silentNs);
  expect(knownKeys(after)).toBe('');
  for (const event of after) {
    if (event.kind === 'rawFrame') expect(browserOf(event)?.texts ?? null).toBeNull();
  }
});

const pauses: readonly (readonly [string, (world: PairWorld) => Promise<unknown>])[] = [
  [
    'a click on its button',
    async ({ extension: { browser, id } }) => {
      const { targetInfos } = await browser.send('Target.getTargets', {
        filter: [{ type: 'tab' }],
      });
      const targetId = targetInfos[0]?.targetId ?? '';
      await browser.send('Extensions.triggerAction', { id, targetId });
    },
  ],
  [
    'its shortcut',
    async (world) => {
      // The keyboard goes where the pointer pressed last.
      await click(world, 400, 500);
      world.hands.press(left.alt, left.shift, letterU);
      await world.hands.done();
    },
  ],
];

test.each(pauses)('%s in the browser pauses the desktop', async (_, pause) => {
  await using world = await startPairWorld({ pages });
  await world.until((event): event is RawEvent => event.kind === 'page');
  await pause(world);
  expect(await world.untilState('paused')).toMatchObject({ reason: 'paused' });
});

test('where the browser does not show a site of the recording, a page asks for it', async () => {
  await using world = await startPairWorld({ pages, grants: [] });
  const { context } = world.extension;
  const listed = async (): Promise<string | null> => {
    const asking = context.pages().find((page) => page.url().endsWith('/sites.html'));
    return asking === undefined ? null : asking.textContent('#sites');
  };
  const { origin } = new URL(world.page.url());
  await expect.poll(listed).toBe(origin);
});
