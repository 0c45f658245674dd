import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { startPageWorld, type PageWorld } from './page-world.ts';

const script = (body: string): string =>
  `<!doctype html><body style="margin:0"><button style="width:100px;height:40px">Go</button><script>${body}</script>`;

const pages = {
  '/clobbered': `<!doctype html><body style="margin:0"><form><input name="parentNode"><input name="id"><input name="getAttribute"><input name="matches"><input name="closest">
    <input name="localName"><input name="nodeType"><input name="firstChild"><input name="getBoundingClientRect"><input name="composedPath"><input name="tagName"><input name="attributes"><input name="contains"><input name="getRootNode"><input name="isConnected"><input name="shadowRoot"><input name="nextSibling"><input name="previousElementSibling">
    <button name="checkVisibility" style="width:100px;height:40px;display:block">Go</button></form>
    <img name="activeElement"><form name="documentElement"></form><img name="title"><form name="querySelectorAll"></form><form name="getElementById"></form><img name="scrollingElement"><img name="getSelection"><img name="visibilityState">`,
  '/prototypes':
    script(`for (const proto of [Element, Node, Event, MutationObserver, Document, Array, Map, Object, Promise, Range]) {
      for (const key of Object.getOwnPropertyNames(proto.prototype)) { if (key === 'constructor' || key === 'toString') continue;
        try { Object.defineProperty(proto.prototype, key, { get() { globalThis.touched = (globalThis.touched ?? 0) + 1; throw new Error('hostile'); } }); } catch {} } }
    globalThis.requestIdleCallback = globalThis.setTimeout = JSON.stringify = () => { throw new Error('hostile'); };`),
  '/many':
    script(`const rows = []; for (let i = 0; i < 50000; i++) rows.push('<p style="margin:0">Row ' + i + '</p>');
    document.body.insertAdjacentHTML('beforeend', rows.join(''));`),
  '/deep': script(
    `let at = document.body; for (let i = 0; i < 1000; i++) { const inner = document.createElement('div'); at.append(inner); at = inner; } at.textContent = 'Bottom';`,
  ),
  '/nested': `<!doctype html><body style="margin:0">${'<x-element-with-a-name-that-is-rather-long>'.repeat(55)}<button style="width:100px;height:40px">Go</button>`,
  '/infinite': script(
    `setInterval(() => { for (let i = 0; i < 200; i++) { const p = document.createElement('p'); p.textContent = 'More ' + i; document.body.append(p); } if (document.body.childElementCount > 60000) document.body.replaceChildren(document.querySelector('button')); }, 4);`,
  ),
  '/huge':
    script(`const huge = 'x'.repeat(8e6); const b = document.querySelector('button'); for (const name of ['aria-label', 'title', 'class', 'id', 'data-testid', 'role', 'style', 'aria-labelledby']) b.setAttribute(name, huge);
    b.setAttribute('style', 'width:100px;height:40px'); const p = document.createElement('p'); p.textContent = huge; document.body.append(p); const i = document.createElement('input'); i.value = huge; document.body.append(i);`),
  '/frames': script(
    `for (let i = 0; i < 200; i++) { const f = document.createElement('iframe'); f.src = 'about:blank'; f.style.cssText = 'width:10px;height:10px;border:0'; document.body.append(f); }`,
  ),
  '/replaced': script(`addEventListener('load', () => {
    const fresh = document.documentElement.cloneNode(true);
    fresh.querySelector('script').remove();
    document.replaceChild(fresh, document.documentElement);
  });`),
  '/rewritten': script(`const held = document.querySelector('button').outerHTML;
    addEventListener('load', () => setTimeout(() => {
      document.open(); document.write('<body style="margin:0">' + held); document.close();
    }));`),
  '/detached': script(`setInterval(() => {
    for (const frame of document.querySelectorAll('iframe')) frame.remove();
    for (let i = 0; i < 20; i++) { const frame = document.createElement('iframe'); frame.style.cssText = 'position:fixed;right:0;bottom:0;width:20px;height:20px'; document.body.append(frame); }
  }, 20);`),
  '/proxies':
    script(`const trap = new Proxy({}, { get() { throw new Error('hostile'); }, has() { throw new Error('hostile'); }, set() { throw new Error('hostile'); } });
    for (const proto of [EventTarget, Node, Element, HTMLElement, Event, UIEvent]) { try { Object.setPrototypeOf(proto.prototype, trap); } catch {} }
    for (const value of [Object.prototype, Array.prototype, EventTarget.prototype, Document.prototype, Math, JSON, Reflect]) Object.freeze(value);`),
  '/shadows': script(`let at = document.body.appendChild(document.createElement('div'));
    for (let i = 0; i < 2000; i++) at = at.attachShadow({ mode: i % 2 ? 'open' : 'closed' }).appendChild(document.createElement('div'));`),
  '/vast': script(
    `const vast = 'x'.repeat(5e7); for (const name of ['title', 'data-x', 'class']) document.querySelector('button').setAttribute(name, vast);`,
  ),
  '/hail': script(
    `for (let i = 0; i < 100000; i++) document.body.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: i % 500, clientY: i % 300 }));`,
  ),
  '/storm': script(
    `setInterval(() => { for (let i = 0; i < 60; i++) { document.querySelector('button').focus(); document.querySelector('button').blur(); scrollTo(0, Math.random() * 100); document.title = Math.random(); document.body.dataset.x = i; document.body.className = 'c' + i; dispatchEvent(new Event('scroll')); } }, 10);`,
  ),
};

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld({ pages });
});
// A page that is left open would go on with what it does.
afterEach(() => Promise.all(world.context.pages().map((page) => page.close())));
afterAll(() => world.close());

/** The press of the button at the top left, as it was recorded. */
async function clickedName(page: Page): Promise<string | undefined> {
  const document = page.url();
  await page.mouse.click(30, 20);
  const records = (await world.batches())
    .filter(({ frame }) => frame === 0)
    .flatMap(({ batch }) => batch.records);
  const since = records.findLastIndex(
    (record) =>
      record.kind === 'page' && record.cause === 'start' && document.startsWith(record.url),
  );
  const own = records.slice(since);
  const press = own.find((record) => record.kind === 'button' && record.pressed);
  if (press?.kind !== 'button') return undefined;
  for (const record of own) {
    if (record.kind !== 'snapshot') continue;
    const node = record.nodes.find(({ id }) => id === press.target);
    if (node !== undefined) return node.name;
  }
  return undefined;
}

test.each([
  '/prototypes',
  '/proxies',
  '/many',
  '/deep',
  '/nested',
  '/shadows',
  '/infinite',
  '/frames',
  '/detached',
  '/replaced',
  '/rewritten',
  '/vast',
  '/storm',
  '/hail',
])('%s: a click is recorded with its control', async (path) => {
  const page = await world.open(path);
  if (path === '/rewritten') await page.waitForFunction(() => document.scripts.length === 0);
  expect(await clickedName(page)).toBe('Go');
});

test('/clobbered: named inputs do not stand in for the form itself', async () => {
  const page = await world.open('/clobbered');
  const box = await page.locator('button').boundingBox();
  const view = await world.view();
  expect(view.texts.map(({ text }) => text)).toContain('Go');
  const { structure } = await world.structure({ x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5 });
  expect(structure.pointed).toMatchObject({ role: 'button', name: 'Go' });
});

test('/huge: no text of a node is longer than the limit', async () => {
  const page = await world.open('/huge');
  await page.mouse.click(30, 20);
  const batches = await world.batches();
  const last = batches.at(-1);
  expect(JSON.stringify(last).length).toBeLessThan(20_000);
});
