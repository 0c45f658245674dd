import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPageWorld, type PageWorld } from './page-world.ts';

const hide = (how: string): string =>
  `<!doctype html><body>Page<script>setInterval(() => { for (const sign of document.querySelectorAll('[popover]')) { ${how} } }, 20);</script>`;

const pages = {
  '/quiet':
    '<!doctype html><body style="margin:0"><button id="under" style="position:fixed;right:8px;bottom:8px;width:132px;height:28px">Under</button>',
  '/frame': '<!doctype html><iframe src="HERE/quiet"></iframe>',
  '/removes': hide('sign.remove()'),
  '/styles': hide("sign.style.setProperty('opacity', '0', 'important')"),
  '/closes': hide('sign.hidePopover()'),
  '/covers': `<!doctype html><body><script>setInterval(() => { const d = document.createElement('div'); d.popover = 'manual'; d.id = 'cover'; d.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;background:white;border:0;padding:0'; document.getElementById('cover')?.remove(); document.body.append(d); d.showPopover(); }, 100);</script>`,
  '/covers-later': `<!doctype html><body><script>const cover = () => { const d = document.createElement('div'); d.popover = 'manual'; d.id = 'cover'; d.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;background:white;border:0;padding:0'; document.getElementById('cover')?.remove(); document.body.append(d); d.showPopover(); }; cover(); new MutationObserver(() => setTimeout(cover, 60)).observe(document.documentElement, { childList: true });</script>`,
  '/sheet':
    '<!doctype html><style>* { display: none !important; opacity: 0 !important; transform: translate(-5000px) !important; pointer-events: none !important } html, body { display: block !important }</style>',
};

let world: PageWorld;
beforeAll(async () => {
  world = await startPageWorld({ pages });
});
afterAll(() => world.close());

const kindsSent = async (): Promise<readonly string[]> =>
  (await world.sent()).map(({ message }) => message.kind);
const pauses = async (): Promise<number> =>
  (await kindsSent()).filter((kind) => kind === 'pauseClick').length;

test.each([
  ['its word', 100],
  ['its sign', 22],
])('a click on %s pauses, and presses nothing below it', async (_, fromRight) => {
  const page = await world.open('/quiet');
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.evaluate(() => {
    document.querySelector('#under')?.addEventListener('click', () => {
      document.title = 'under';
    });
  });
  const before = await pauses();
  await page.mouse.click(width - fromRight, height - 22);
  await expect.poll(pauses).toBe(before + 1);
  expect(await page.title()).toBe('');
  const presses = (await world.records()).filter(
    (record) => record.kind === 'button' && record.pressed,
  );
  expect(presses).toEqual([]);
  await page.close();
});

test('while paused it takes no click: what is below it has them', async () => {
  const page = await world.open('/quiet');
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.waitForSelector('[popover]', { state: 'attached' });
  await world.ask({ kind: 'show', state: 'paused' });
  await page.evaluate(() => {
    document.querySelector('#under')?.addEventListener('click', () => {
      document.title += '|';
    });
  });
  const before = await pauses();
  await page.mouse.click(width - 100, height - 22);
  await page.mouse.click(width - 22, height - 22);
  await page.waitForFunction(() => document.title === '||');
  expect(await pauses()).toBe(before);
  await page.close();
});

test('told again and again that the page is recorded, it makes the page draw nothing', async () => {
  const page = await world.open('/quiet');
  await page.waitForSelector('[popover]', { state: 'attached' });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const drawn = (): Promise<void> =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
        }),
    );
  const layouts = async (): Promise<number | undefined> => {
    await drawn();
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'LayoutCount')?.value;
  };
  const standingStill = async (): Promise<number | undefined> => {
    const count = await layouts();
    return count === (await layouts()) ? count : standingStill();
  };
  const before = await standingStill();
  await world.ask({ kind: 'show', state: 'recording' });
  expect(await layouts()).toBe(before);
  await world.ask({ kind: 'show', state: 'paused' });
  expect(await layouts()).not.toBe(before);
  await page.close();
});

test('a page that writes itself anew gets it again, and its button pauses', async () => {
  const page = await world.open('/quiet');
  const before = await pauses();
  await page.evaluate(() => {
    document.open();
    document.write('<body>Anew');
    document.close();
  });
  await page.waitForSelector('[popover]', { state: 'attached' });
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.click(width - 22, height - 22);
  await expect.poll(pauses).toBe(before + 1);
  await page.close();
});

test('only the top frame shows it, out of reach of scripts and in no layout', async () => {
  const page = await world.open('/frame');
  const signs = await Promise.all(
    page
      .frames()
      .map((frame) => frame.evaluate(() => document.querySelectorAll('[popover]').length)),
  );
  expect(signs).toEqual([1, 0]);
  expect(
    await page.evaluate(() => document.querySelector('[popover]')?.shadowRoot ?? 'closed'),
  ).toBe('closed');
  await page.close();
});

test.each(['/removes', '/styles', '/closes', '/covers', '/covers-later'])(
  '%s: a page that hides it ends the recording',
  async (path) => {
    const before = (await kindsSent()).filter((kind) => kind === 'hidden').length;
    const page = await world.open(path);
    await expect
      .poll(async () => (await kindsSent()).filter((kind) => kind === 'hidden').length)
      .toBeGreaterThan(before);
    await page.close();
  },
);

test('styles of the page do not reach it', async () => {
  const page = await world.open('/sheet');
  const shown = await page.evaluate(() => {
    const sign = document.querySelector('[popover]');
    const rect = sign?.getBoundingClientRect();
    const opacity = sign === null ? '' : getComputedStyle(sign).opacity;
    return [sign?.checkVisibility(), opacity, rect?.width, rect?.height];
  });
  expect(shown).toEqual([true, '1', 132, 28]);
  await page.close();
});
