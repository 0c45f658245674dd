/**
 * Pages that a browser keeps, moves or lets go behind the person's
 * back: what is done on them afterwards is recorded, and adds up.
 */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startServers, type TestServers } from '../../companion/tests/servers.ts';
import {
  clicksIn,
  openRecorded,
  startRecordingWorld,
  untilKept,
  untilRecorded,
  type RecordingWorld,
} from './recording-world.ts';
import { servePages, type LocalServer } from '@understudy/testkit/local-server';

let site: LocalServer;
let servers: TestServers;
let world: RecordingWorld;

beforeAll(async () => {
  site = await servePages({
    '/first': `<!doctype html><title>First</title><a id="go" href="/second">Go on</a>
      <button id="save">Save first</button>`,
    '/second': '<!doctype html><title>Second</title><button id="save">Save second</button>',
  });
  servers = await startServers({
    apps: [{ kind: 'sites', app: 'chromium', origins: [site.origin] }],
  });
  world = await startRecordingWorld(servers, { without: ['--disable-back-forward-cache'] });
});

afterAll(async () => {
  await world.close();
  await servers.stop();
  await site.close();
});

afterEach(async () => {
  await world.companion.call('stop');
  const pages = world.context.pages().filter((page) => page !== world.me);
  await Promise.all(pages.map((page) => page.close()));
});

async function finishWhole() {
  const { session, timeline } = await world.finish();
  const held = await world.companion.call('getSession', { params: { session } });
  expect(held.problems).toEqual([]);
  return timeline;
}

const titleInFront = () =>
  world.me.evaluate(async (url) => {
    const [tab] = await chrome.tabs.query({ url: `${url}/*` });
    return tab?.title;
  }, site.origin);

/** The browser's own number of the tab in front. */
const frontTab = () =>
  world.me.evaluate(async (url) => {
    const [tab] = await chrome.tabs.query({ url: `${url}/*` });
    return tab?.id ?? -1;
  }, site.origin);

test('a page that was kept while another stood in its place is told again once it is back', async () => {
  const page = await world.recordOn(`${site.origin}/first`);
  await page.evaluate(() =>
    addEventListener('pageshow', ({ persisted }) => {
      document.title = persisted ? 'Kept' : 'Anew';
    }),
  );
  await page.click('#go');
  await page.waitForURL(/second/);
  await untilRecorded(page);
  await page.click('#save');
  await untilKept(world, 6);
  // Playwright loses sight of a page that comes back, so nothing is done upon it.
  await page.evaluate(() => history.back());
  await expect.poll(titleInFront).toBe('Kept');
  const { windows, steps } = await finishWhole();
  expect(steps.map(({ target }) => target?.name)).toContain('Save second');
  const titles = windows.map(({ title }) => title);
  expect(titles.slice(titles.lastIndexOf('Second')).slice(0, 2)).toEqual(['Second', 'First']);
});

test('a tab that is moved into a window of its own goes on being recorded', async () => {
  const page = await world.recordOn(`${site.origin}/first`);
  await page.click('#save');
  await untilKept(world, 3);
  await world.me.evaluate((tabId) => chrome.windows.create({ tabId }), await frontTab());
  await page.click('#save');
  await untilKept(world, 6);
  expect(clicksIn(await finishWhole())).toEqual(['Save first', 'Save first']);
});

test('a tab that the browser let go is recorded again once it is loaded anew', async () => {
  const page = await world.recordOn(`${site.origin}/first`);
  await page.click('#save');
  await untilKept(world, 3);
  const other = await openRecorded(world, `${site.origin}/second`);
  await other.bringToFront();
  const id = await world.me.evaluate(async () => {
    const tab = (await chrome.tabs.query({})).find(({ url }) => url?.endsWith('/first'));
    return (await chrome.tabs.discard(tab?.id))?.id ?? -1;
  });
  await expect.poll(() => page.isClosed()).toBe(true);
  const loaded = world.context.waitForEvent('page');
  await world.me.evaluate((tab) => chrome.tabs.update(tab, { active: true }), id);
  const back = await loaded;
  await back.waitForURL(/first/);
  await untilRecorded(back);
  await back.click('#save');
  await untilKept(world, 6);
  expect(clicksIn(await finishWhole())).toEqual(['Save first', 'Save first']);
});

test('a tab that crashes ends no recording, and loses nothing that was kept', async () => {
  const page = await world.recordOn(`${site.origin}/first`);
  await page.click('#save');
  await untilKept(world, 3);
  const crashed = page.waitForEvent('crash');
  const session = await world.context.newCDPSession(page);
  // Nobody is left to answer it.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  const after = await openRecorded(world, `${site.origin}/second`);
  expect(await world.state()).toMatchObject({ kind: 'recording' });
  await after.click('#save');
  await untilKept(world, 6);
  expect(clicksIn(await finishWhole())).toEqual(['Save first', 'Save second']);
});
