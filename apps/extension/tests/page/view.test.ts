import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPageWorld, type PageWorld } from './page-world.ts';

const rows = '<p>Row <b>of</b> many</p>'.repeat(15);

const pages = {
  '/view': `<!doctype html><body style="margin:0;height:3000px"><p id="a" style="margin:0;height:40px">Alpha</p><p id="b" style="margin:0;height:40px">Beta</p>
    <input id="field" value="Gamma" aria-label="Greek"><p style="margin:1000px 0 0">Far below</p>
    <div style="width:100px;height:20px;overflow:hidden"><p style="margin:40px 0">Clipped</p></div>`,
  '/cut': `<!doctype html><body style="margin:0"><style>div { height: 30px; width: 100px } p { margin: 0; height: 20px }</style>
    <div><p style="position:relative;top:100px">Hangs out</p></div>
    <div style="overflow:hidden"><div style="height:20px"><p style="position:relative;top:40px">Cut off</p><p style="position:relative;top:-5px">Cut in half</p></div></div>`,
  '/hover': `<!doctype html><style>#card { display: none } #who:hover ~ #card, #field:focus ~ #card { display: block }</style><button id="who">Who</button><input id="field"><p id="card">Hidden word</p>`,
  '/long': `<!doctype html><style>
      #pop { display: none; position: fixed; left: 9px; top: 99px }
      .open #pop, #pop.open, #tick:checked ~ main #pop { display: block }
      main:has(.wrong) ~ #over, #said:empty ~ #over { display: block }
      #over { display: none; position: fixed; inset: 0; background: white }
      #slid { position: absolute; left: 9px; top: 4500px }
    </style><input id="tick" type="checkbox"><main><p id="told">Told</p>${'<section><div><p>Row <b>of</b> <i>many</i></p></div></section>'.repeat(300)}
    <section id="last"><div><p>Last <b>row</b></p><div id="pop">Hidden word</div><div id="fly" popover>Hidden word</div><div><p id="slid">Hidden word</p></div><div id="host"></div></div></section></main>
    <p id="said">Said</p><p id="over">Hidden word</p><script>host.attachShadow({ mode: 'open' })</script>`,
  '/rows': `<!doctype html><style>#field:focus ~ main #out { position: fixed; left: 9px; top: 99px }</style><input id="field"><main style="margin-top:900px">${rows}<p id="out">Hidden word</p>${rows}</main>`,
};

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld({ pages });
});
afterAll(() => world.close());

type Page = Awaited<ReturnType<PageWorld['open']>>;

const browserNow = (page: Page): Promise<number> =>
  page.evaluate(() => performance.timeOrigin + performance.now());

/** A moment by which all that happened before is drawn. */
async function onceDrawn(page: Page): Promise<number> {
  const unsettled = async () => (await world.view(await browserNow(page))).unsettled;
  await expect.poll(unsettled).toEqual([]);
  return browserNow(page);
}

test('only what can be seen is told, with where it stands', async () => {
  const page = await world.open('/view');
  const { texts, viewport } = await world.view();
  expect(viewport).toEqual({ width: 1000, height: 700, scale: 1 });
  expect(texts.map(({ text }) => text)).toEqual(['Alpha', 'Beta', 'Gamma']);
  expect(texts[2]).toMatchObject({ role: 'textbox', label: 'Greek' });
  await page.evaluate(() => scrollTo(0, 900));
  await expect
    .poll(async () => (await world.view()).texts.map(({ text }) => text))
    .toEqual(['Far below']);
  await page.close();
});

test('what hangs out of something is seen, but for what is cut off by anything around it', async () => {
  const page = await world.open('/cut');
  const { texts } = await world.view();
  expect(texts.map(({ text }) => text)).toEqual(['Hangs out', 'Cut in half']);
  const [, bottom] = [texts[0]?.box, texts[1]?.box].map((box) => (box?.[1] ?? 0) + (box?.[3] ?? 0));
  // Where the box ends that it stands in.
  expect(bottom).toBe(60);
  await page.close();
});

test('what changed or went after the picture is unsettled, where it stands and where it stood', async () => {
  const page = await world.open('/view');
  const placeOf = (view: Awaited<ReturnType<PageWorld['view']>>, words: string) =>
    view.texts.find(({ text }) => text === words)?.box;
  const first = await world.view();
  const changedMs = await onceDrawn(page);
  await page.evaluate(() => {
    const paragraph = document.querySelector('#b');
    if (paragraph !== null) paragraph.textContent = 'Delta';
  });
  const second = await world.view(changedMs);
  const changed = [placeOf(second, 'Delta'), placeOf(first, 'Beta')];
  expect(new Set(second.unsettled)).toEqual(new Set(changed));
  const goneMs = await onceDrawn(page);
  await page.evaluate(() => document.querySelector('#b')?.remove());
  const third = await world.view(goneMs);
  // On its way it stood anywhere between.
  const [before, after] = [placeOf(second, 'Gamma'), placeOf(third, 'Gamma')];
  if (before === undefined || after === undefined) throw new Error('Gamma is not there.');
  const way = [after[0], after[1], after[2], before[1] + before[3] - after[1]];
  const gone = [placeOf(second, 'Delta'), way, after];
  expect(new Set(third.unsettled)).toEqual(new Set(gone));
  expect(placeOf(third, 'Alpha')).toBeDefined();
  await page.close();
});

test('after a scroll or a resize nothing explains the picture before it', async () => {
  const page = await world.open('/view');
  await world.view();
  const sinceMs = await browserNow(page);
  await page.mouse.move(300, 300);
  await page.mouse.wheel(0, 200);
  await page.waitForFunction(() => scrollY > 0);
  expect((await world.view(sinceMs)).unsettled).toBeNull();
  await page.close();
});

test.each([
  ['its own class', "pop.className = 'open'"],
  ['a class around all of it', "document.body.className = 'open'"],
  ['a state beside it', 'tick.click()'],
  ['a popover', 'fly.showPopover()'],
  ['its place', "slid.style.top = '99px'"],
  [
    'scrolling, far from what holds it',
    "new Promise((done) => { addEventListener('scroll', () => done(), { once: true }); scrollTo(0, 4300) })",
  ],
  [
    'what is in it',
    "last.querySelector('div').innerHTML = '<p style=position:fixed;top:9px>Hidden word'",
  ],
  [
    'what is in a shadow tree in it',
    "host.shadowRoot.innerHTML = '<p style=position:fixed;top:9px>Hidden word'",
  ],
])('what comes out of a part of the page that was not shown is seen: by %s', async (_, change) => {
  const page = await world.open('/long');
  const words = async () => (await world.view()).texts.map(({ text }) => text);
  expect(await words()).not.toContain('Hidden word');
  expect(await words()).not.toContain('Hidden word');
  await page.evaluate(change);
  expect(await words()).toContain('Hidden word');
  await page.close();
});

test.each([
  ['the pointer over it', '/hover', (page: Page) => page.hover('#who')],
  ['the focus in it', '/hover', (page: Page) => page.focus('#field')],
  ['the focus, one of many far below', '/rows', (page: Page) => page.focus('#field')],
] as const)(
  'what a style sheet shows without any change of the page is seen: by %s',
  async (_, path, act) => {
    const page = await world.open(path);
    const words = async () => (await world.view()).texts.map(({ text }) => text);
    expect(await words()).not.toContain('Hidden word');
    await act(page);
    expect(await words()).toContain('Hidden word');
    await page.close();
  },
);

test('a shadow tree that is attached late, closed ones too, is seen', async () => {
  const page = await world.open('/view');
  await page.evaluate(() => document.body.prepend(document.createElement('x-late')));
  await world.view();
  await page.evaluate(() => {
    const root = document.querySelector('x-late')?.attachShadow({ mode: 'closed' });
    if (root !== undefined) root.innerHTML = 'Late words';
  });
  // Nothing tells of it: it is found at a later look.
  await expect
    .poll(async () => {
      await page.evaluate(() => document.body.append(''));
      return (await world.view()).texts.map(({ text }) => text);
    })
    .toContain('Late words');
  await page.close();
});

test('a change is told alone: the rest of the tree is not sent again', async () => {
  const page = await world.open('/view');
  await page.mouse.click(500, 20);
  await page.evaluate(() => {
    const paragraph = document.querySelector('#a');
    if (paragraph !== null) paragraph.textContent = 'Omega';
  });
  await page.mouse.click(500, 20);
  const trees = (await world.records()).filter((record) => record.kind === 'snapshot');
  const last = trees.at(-1);
  expect(last?.keyframe).toBe(false);
  const names = last?.nodes.map(({ name }) => name);
  expect(names).toContain('Omega');
  expect(names).not.toContain('Beta');
  await page.close();
});

test('the desktop is told what is under a point and what has the focus', async () => {
  const page = await world.open('/view');
  await page.mouse.move(11, 22);
  await page.focus('#field');
  const { structure } = await world.structure({ x: 20, y: 90 });
  expect(structure.pointed).toMatchObject({ role: 'textbox', name: 'Greek', editable: true });
  expect(structure.focused).toMatchObject({ role: 'textbox', name: 'Greek' });
  expect(structure.anchor).toMatchObject({ clientX: 11, clientY: 22 });
  await page.close();
});
