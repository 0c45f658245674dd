import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPageWorld, type PageWorld } from './page-world.ts';

/**
 * A page that looks at everything a recorder could leave in it. It asks for no icon and draws visited
 * links as others: the browser tells both late, and by chance.
 */
const watchful = `<!doctype html><html><head><title>Watchful</title><link rel="icon" href="data:,"><style>a { color: blue }</style></head><body style="margin:0;height:3000px">
  <input id="field"><a id="link" href="#there">There</a><div id="pad" style="width:300px;height:200px"></div>
  <script>
    const natives = new Map();
    for (const name of ['Node', 'Element', 'HTMLElement', 'Document', 'Event', 'EventTarget', 'History', 'Navigation', 'XMLHttpRequest', 'Storage', 'Range', 'Window', 'CSSStyleSheet', 'HTMLInputElement', 'Promise', 'Array', 'Object', 'MutationObserver']) {
      const proto = window[name]?.prototype; if (!proto) continue;
      for (const key of Reflect.ownKeys(proto)) natives.set(name + '.' + String(key), Object.getOwnPropertyDescriptor(proto, key));
    }
    const globals = new Set(Reflect.ownKeys(window));
    window.look = () => {
      const changed = [];
      for (const [path, before] of natives) {
        const [name, key] = path.split('.');
        const now = Object.getOwnPropertyDescriptor(window[name].prototype, key);
        if (now && before && (now.value !== before.value || now.get !== before.get || now.set !== before.set)) changed.push(path);
      }
      const added = Reflect.ownKeys(window).filter((key) => !globals.has(key) && !['look', 'seen', 'messages'].includes(key)).map(String);
      return { changed, added };
    };
    window.seen = [];
    for (const kind of ['pointerdown', 'pointerup', 'mousedown', 'click', 'keydown', 'keypress', 'input', 'keyup', 'wheel', 'focus', 'copy', 'dragstart', 'submit'])
      addEventListener(kind, (event) => seen.push(kind + (event.defaultPrevented ? '!' : '')), true);
    window.messages = []; addEventListener('message', ({ data }) => messages.push(data));
  </script>`;

const pages = { '/watchful': watchful };

let recorded: PageWorld;
let plain: PageWorld;
beforeAll(async () => {
  [recorded, plain] = await Promise.all([
    startPageWorld({ pages, clipboard: true }),
    startPageWorld({ pages, recorded: false }),
  ]);
});
afterAll(() => Promise.all([recorded.close(), plain.close()]));

async function useIt(world: PageWorld) {
  const page = await world.open('/watchful');
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await page.click('#field');
  await page.keyboard.type('ab');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  await page.mouse.move(100, 120);
  await page.mouse.wheel(0, 120);
  await page.waitForFunction(() => scrollY === 120);
  await page.click('#pad');
  await page.click('#link');
  const facts = await page.evaluate(() => ({
    value: document.querySelector('input')?.value,
    hash: location.hash,
    scroll: scrollY,
    body: document.body.innerHTML,
    size: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
    look: Reflect.apply(Reflect.get(window, 'look'), undefined, []),
    seen: Reflect.get(window, 'seen'),
    messages: Reflect.get(window, 'messages'),
  }));
  const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 800, height: 600 } });
  await page.close();
  return { facts, said, picture: picture.toString('base64') };
}

test('a recorded page sees, shows and says the same as an unrecorded one', async () => {
  const [a, b] = [await useIt(recorded), await useIt(plain)];
  expect(a.facts).toEqual(b.facts);
  expect(a.said).toEqual(b.said);
  expect(a.picture).toBe(b.picture);
  expect(a.facts.look).toEqual({ changed: [], added: [] });
});

test('a page cannot speak to the script: messages and made-up events do nothing', async () => {
  const page = await recorded.open('/watchful');
  await page.evaluate(() => {
    for (const data of [{ kind: 'stop' }, { kind: 'show', state: 'paused' }, 'pause']) {
      window.postMessage(data, '*');
      dispatchEvent(new CustomEvent('understudy', { detail: data }));
    }
    for (const host of document.querySelectorAll('[popover]')) {
      for (const kind of ['click', 'pointerdown', 'pointerup'])
        host.dispatchEvent(new MouseEvent(kind, { bubbles: true, composed: true }));
    }
  });
  await page.mouse.click(200, 100);
  const sent = await recorded.sent();
  expect(sent.map(({ message }) => message.kind)).not.toContain('pauseClick');
  const records = await recorded.records();
  // Shown anew, it would have told the page once more.
  const lastStart = records.findLastIndex(
    (record) => record.kind === 'page' && record.cause === 'start',
  );
  expect(records.slice(lastStart).map(({ kind }) => kind)).toContain('button');
  await page.close();
});

test('after stop nothing is left in the page and nothing more is sent', async () => {
  const page = await recorded.open('/watchful');
  const marked = () => page.evaluate(() => document.querySelectorAll('[popover]').length);
  expect(await marked()).toBe(1);
  await recorded.ask({ kind: 'stop' });
  expect(await marked()).toBe(0);
  const before = (await recorded.sent()).length;
  await page.mouse.click(100, 100);
  await page.keyboard.press('a');
  expect((await recorded.sent()).length).toBe(before);
  await page.close();
});
