import { decodeSegment } from '@understudy/recording';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startServers, type TestServers } from '../../companion/tests/servers.ts';
import {
  askAsPage,
  clicksIn,
  extensionWorlds,
  holdHost,
  keptBy,
  openRecorded,
  registered,
  startRecordingWorld,
  untilKept,
  untilRecorded,
  type RecordingWorld,
} from './recording-world.ts';
import { takeOut } from './take-out.ts';
import { servePages, type LocalServer } from '@understudy/testkit/local-server';

let listed: LocalServer;
let alsoListed: LocalServer;
let unlisted: LocalServer;
let servers: TestServers;
let world: RecordingWorld;

const form = `<!doctype html><title>Orders</title><h1>Orders</h1>
  <label>Note <input id="note"></label>
  <label>Password <input id="password" type="password"></label>
  <button id="save">Save order</button>`;

beforeAll(async () => {
  alsoListed = await servePages({ '/inside': '<button id="inner">Inner button</button>' });
  unlisted = await servePages({
    '/': form,
    '/inside': '<button id="inner">Foreign button</button>',
  });
  listed = await servePages({
    '/': form,
    '/passing': `<!doctype html><title>Passing</title><p id="phone">+49 170 5551234</p>
      <label>Note <input id="note"></label><label>Password <input id="password" type="password"></label>`,
    '/frames': `<!doctype html><title>Frames</title>
      <iframe id="own" src="${alsoListed.origin}/inside" width="300" height="100"></iframe>
      <iframe id="foreign" src="${unlisted.origin}/inside" width="300" height="100"></iframe>`,
    '/many-frames': `<!doctype html><title>Many frames</title><body style="margin:0">
      <button style="width:100px;height:40px">Go</button><script>
        for (let i = 0; i < 240; i++) {
          const frame = document.createElement('iframe');
          frame.srcdoc = '<button style="width:200px;height:100px">Inner ' + i + '</button>';
          frame.style.cssText = 'width:10px;height:10px;border:0';
          document.body.append(frame);
          if (i === 239) frame.style.cssText = 'position:fixed;right:0;bottom:0;width:220px;height:120px';
          if (i === 239) frame.id = 'last';
        }
      </script>`,
    '/link': `<!doctype html><title>Link</title><a id="go" href="/">Go on</a>`,
    '/asking': '<!doctype html><button id="ask" onclick="alert(1)">Ask</button>',
    '/opener': `<!doctype html><title>Opener</title>
      <button id="open" onclick="window.open('/', 'popup', 'width=400,height=300')">Open</button>`,
  });
  const origins = [listed.origin, alsoListed.origin];
  servers = await startServers({ apps: [{ kind: 'sites', app: 'chromium', origins }] });
  world = await startRecordingWorld(servers);
});

afterAll(async () => {
  await world.close();
  await servers.stop();
  await Promise.all([listed, alsoListed, unlisted].map((site) => site.close()));
});

afterEach(async () => {
  await world.companion.call('stop');
  // Else a test that failed with a full storage would fail those after it.
  await emptyStorage();
  const pages = world.context.pages().filter((page) => page !== world.me);
  // The browser ends with its last page; the extension's own stays.
  await Promise.all(pages.map((page) => page.close()));
});

test('without a recording nothing of it runs on any page, also of a listed site', async () => {
  const page = await world.context.newPage();
  await page.goto(listed.origin);
  expect(await registered(world.me)).toBe(0);
  expect(await extensionWorlds(page)).toBe(0);
});

test('a session holds what was done on a listed site, redacted, and adds up', async () => {
  const page = await world.recordOn(listed.origin);
  await page.click('#note');
  await page.keyboard.type('call +49 170 5551234');
  await page.click('#password');
  await page.keyboard.type('hunter2secret');
  await page.click('#save');
  await untilKept(world, 70);
  const { session, timeline } = await world.finish();
  expect(clicksIn(timeline)).toEqual(expect.arrayContaining(['Note', 'Save order']));
  expect(timeline.steps).toContainEqual(
    expect.objectContaining({ kind: 'type', text: null, keyCount: 13 }),
  );
  expect(JSON.stringify(timeline.steps)).not.toMatch(/5551234|hunter2/);
  const held = await world.companion.call('getSession', { params: { session } });
  expect(held.problems).toEqual([]);
  expect(held.origins).toEqual([listed.origin]);
});

test('what its owner always wants covered is set on its own page, and holds from the next recording on', async () => {
  const { me } = world;
  await me.goto(new URL('me.html#/cover', me.url()).href);
  await me.getByLabel('A name, a word or a phrase').fill('harbour blue');
  await me.getByRole('region', { name: 'Words' }).getByRole('button', { name: 'Add' }).click();
  await me.getByRole('button', { name: 'Remove harbour blue' }).waitFor();
  const page = await world.recordOn(listed.origin);
  await page.click('#note');
  await page.keyboard.type('paint it harbour blue');
  await page.click('#save');
  await untilKept(world, 40);
  const { timeline } = await world.finish();
  const typed = timeline.steps.flatMap((step) => (step.kind === 'type' ? [step.text] : []));
  expect(typed).toEqual([expect.stringMatching(/^paint it (?!harbour blue)/)]);
  await world.companion.call('removeCover', { body: { kind: 'term', term: 'harbour blue' } });
});

test('what is copied and pasted is told, redacted, once its owner switched it on for a recording', async () => {
  const { me } = world;
  const passPhone = async (page: Page): Promise<void> => {
    await page.locator('#phone').selectText();
    await page.keyboard.press('Control+C');
    for (const field of ['#note', '#password']) {
      await page.click(field);
      await page.keyboard.press('Control+V');
    }
  };
  await me.goto(new URL('me.html#/', me.url()).href);
  // It was opened before there was a consent.
  await me.reload();
  await me.getByLabel('what I copy').check();
  await me.getByRole('button', { name: /^Start recording/ }).click();
  expect(await world.until('recording')).toMatchObject({ clipboard: true });
  await expect.poll(() => registered(me)).toBeGreaterThan(0);
  await passPhone(await openRecorded(world, `${listed.origin}/passing`));
  const { session, timeline } = await world.finish();
  const copies = timeline.steps.flatMap((step) =>
    step.kind === 'copy' || step.kind === 'paste'
      ? [[step.kind, step.text, step.target?.name]]
      : [],
  );
  const [[, standIn] = []] = copies;
  expect(standIn).toMatch(/^\+49 /);
  expect(copies).toEqual([
    ['copy', standIn, expect.any(String)],
    ['paste', standIn, 'Note'],
    ['paste', null, 'Password'],
  ]);
  const dir = await mkdtemp(join(tmpdir(), 'understudy-clipboard-'));
  try {
    const folder = join(await takeOut(world, dir), session);
    const files = (await readdir(folder)).filter((name) => name.endsWith('.mcap'));
    const bytes = await Promise.all(files.map((name) => readFile(join(folder, name))));
    const held = JSON.stringify(await Promise.all(bytes.map((file) => decodeSegment(file))));
    expect(held).toContain(standIn);
    expect(held.replaceAll(/\D/g, '')).not.toContain('5551234');
  } finally {
    await rm(dir, { recursive: true });
  }

  await passPhone(await world.recordOn(`${listed.origin}/passing`));
  const later = await world.finish();
  const kinds = later.timeline.steps.map(({ kind }) => kind);
  expect(kinds).toContain('hotkey');
  expect(kinds.filter((kind) => kind === 'copy' || kind === 'paste')).toEqual([]);
});

test('while it records, a site that the program does not list runs nothing and gives nothing', async () => {
  await world.record();
  const page = await world.context.newPage();
  await page.goto(unlisted.origin);
  await page.click('#note');
  await page.keyboard.type('elsewhere');
  expect(await extensionWorlds(page)).toBe(0);
  const { timeline } = await world.finish();
  expect(timeline.steps).toEqual([]);
  expect(timeline.frames).toEqual([]);
});

test('nothing runs in a private window', async () => {
  await world.record();
  const { browserContextId } = await world.browser.send('Target.createBrowserContext');
  const { targetId } = await world.browser.send('Target.createTarget', {
    url: listed.origin,
    browserContextId,
  });
  const known = await world.me.evaluate(async () =>
    (await chrome.tabs.query({})).map(({ url }) => url),
  );
  expect(known).not.toContain(`${listed.origin}/`);
  const before = await world.state();
  await world.browser.send('Target.closeTarget', { targetId });
  expect(before).toMatchObject({ kind: 'recording', accounting: { kept: 0 } });
  await world.finish();
});

test('a pause takes the script away from new pages, and what is done then is not recorded', async () => {
  const page = await world.recordOn(listed.origin);
  await page.click('#note');
  await untilKept(world, 3);
  await world.companion.call('pause');
  await expect.poll(() => registered(world.me)).toBe(0);
  await page.keyboard.type('while paused');
  const second = await world.context.newPage();
  await second.goto(listed.origin);
  expect(await extensionWorlds(second)).toBe(0);
  await world.companion.call('resume');
  await expect.poll(() => registered(world.me)).toBe(1);
  const { timeline } = await world.finish();
  expect(timeline.gaps.map(({ reason }) => reason)).toContain('paused');
  expect(timeline.steps.map(({ kind }) => kind)).not.toContain('type');
});

test('who goes on at once after a pause is recorded again, with nothing left uncounted', async () => {
  const page = await world.recordOn(listed.origin);
  await page.click('#note');
  await untilKept(world, 3);
  const pausing = world.companion.call('pause');
  await world.until('paused');
  await world.companion.call('resume');
  await pausing;
  // The page hears a moment later that it is recorded again.
  const again = async () => {
    await page.click('#save');
    return keptBy(world);
  };
  await expect.poll(again, { interval: 300 }).toBeGreaterThan(5);
  const { session, timeline } = await world.finish();
  expect(timeline.steps.at(-1)?.target?.name).toBe('Save order');
  const held = await world.companion.call('getSession', { params: { session } });
  expect(held.problems).toEqual([]);
});

test('what is done right before the end is in the session', async () => {
  const page = await world.recordOn(listed.origin);
  await page.click('#note');
  await untilKept(world, 3);
  await page.click('#save');
  const { timeline } = await world.finish();
  expect(timeline.steps.at(-1)?.target?.name).toBe('Save order');
});

test('one click on its button pauses, and another one goes on', async () => {
  await world.record();
  const { targetInfos } = await world.browser.send('Target.getTargets', {
    filter: [{ type: 'tab' }],
  });
  const target = targetInfos.find(({ url }) => url.includes('/me.html'));
  if (target === undefined) throw new Error('The page is gone.');
  const press = () =>
    world.browser.send('Extensions.triggerAction', { id: world.id, targetId: target.targetId });
  const badge = () => world.me.evaluate(() => chrome.action.getBadgeText({}));
  await expect.poll(badge).toBe('REC');
  await press();
  await world.until('paused');
  await expect.poll(badge).toBe('❚❚');
  await press();
  await world.until('recording');
  await world.finish();
  await expect.poll(badge).toBe('');
});

test('a click on the marker in the page pauses', async () => {
  const page = await world.recordOn(listed.origin);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.click(width - 22, height - 22);
  await world.until('paused');
  const { timeline } = await world.finish();
  expect(timeline.steps).toEqual([]);
});

const fillerName = 'filler';

/** Beyond the quota of our own, without as many bytes on the disk. */
function fillStorage(): Promise<void> {
  return world.me.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    const filler = await root.getFileHandle(name, { create: true });
    const writable = await filler.createWritable();
    await writable.truncate(2.1 * 2 ** 30);
    await writable.close();
  }, fillerName);
}

function emptyStorage(): Promise<void> {
  return world.me.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry(name).catch(() => {});
  }, fillerName);
}

test('where the storage is full it pauses and says so; with room again nothing was lost', async () => {
  const page = await world.recordOn(listed.origin);
  await fillStorage();
  await page.click('#note');
  await page.click('#save');
  await untilKept(world, 6);
  expect(await world.until('paused')).toMatchObject({ by: 'diskFull' });
  await emptyStorage();
  await world.companion.call('resume');
  await world.until('recording');
  const { session, timeline } = await world.finish();
  expect(clicksIn(timeline)).toHaveLength(2);
  const held = await world.companion.call('getSession', { params: { session } });
  expect(held.problems).toEqual([]);
});

test('frames of other origins: a listed one is recorded where it stands, another is not', async () => {
  const page = await world.recordOn(`${listed.origin}/frames`);
  await page.frameLocator('#own').locator('#inner').click();
  await page.frameLocator('#foreign').locator('#inner').click();
  await untilKept(world, 3);
  const box = await page.frameLocator('#own').locator('#inner').boundingBox();
  const { timeline } = await world.finish();
  const clicks = timeline.steps.filter(({ kind }) => kind === 'click');
  expect(clicks).toHaveLength(1);
  expect(clicks[0]?.target?.name).toBe('Inner button');
  expect(clicks[0]?.point?.x).toBeCloseTo((box?.x ?? 0) + (box?.width ?? 0) / 2, -1);
  expect(clicks[0]?.point?.y).toBeCloseTo((box?.y ?? 0) + (box?.height ?? 0) / 2, -1);
});

test('of very many frames each is recorded once the person uses it', async () => {
  const page = await world.recordOn(`${listed.origin}/many-frames`);
  await page.mouse.click(30, 20);
  const { x = 0, y = 0 } = (await page.locator('#last').boundingBox()) ?? {};
  let moved = 0;
  const moveInLast = async (): Promise<number> => {
    moved += 1;
    await page.mouse.move(x + 20 + (moved % 9), y + 20);
    return keptBy(world);
  };
  // Four at most were of the click; the first ones over the frame only wake it.
  await expect.poll(moveInLast, { interval: 300 }).toBeGreaterThan(8);
  await page.mouse.click(x + 20, y + 20);
  const { session, timeline } = await world.finish();
  expect(clicksIn(timeline)).toEqual(expect.arrayContaining(['Go', 'Inner 239']));
  const held = await world.companion.call('getSession', { params: { session } });
  expect(held.problems).toEqual([]);
});

test('two tabs and a popup are one session', async () => {
  const first = await world.recordOn(`${listed.origin}/opener`);
  const [popup] = await Promise.all([world.context.waitForEvent('page'), first.click('#open')]);
  await popup.waitForSelector('#save');
  await untilRecorded(popup);
  await popup.click('#save');
  await untilKept(world, 6);
  const second = await openRecorded(world, listed.origin);
  await second.click('#note');
  await untilKept(world, 9);
  const { timeline } = await world.finish();
  expect(clicksIn(timeline)).toEqual(['Open', 'Save order', 'Note']);
  const titles = timeline.windows.map(({ title }) => title);
  expect(titles).toEqual(expect.arrayContaining(['Opener', 'Orders']));
});

test('what is done before the recorder can answer is kept, also on a page that is left meanwhile', async () => {
  await world.record();
  const page = await world.context.newPage();
  const release = await holdHost(world);
  await page.goto(`${listed.origin}/link`);
  await page.click('#go');
  await page.waitForURL(`${listed.origin}/`);
  await page.click('#save');
  await release();
  await untilKept(world, 6);
  const { session, timeline } = await world.finish();
  expect(clicksIn(timeline)).toEqual(['Go on', 'Save order']);
  const held = await world.companion.call('getSession', { params: { session } });
  expect(held.problems).toEqual([]);
});

test('a service worker that is killed loses nothing: the recorder is not in it', async () => {
  const page = await world.recordOn(listed.origin);
  await page.click('#note');
  await world.stopWorker();
  await page.click('#save');
  await untilKept(world, 6);
  const { session, timeline } = await world.finish();
  expect(clicksIn(timeline)).toHaveLength(2);
  const held = await world.companion.call('getSession', { params: { session } });
  expect(held.problems).toEqual([]);
});

test('what a page’s script tells against the rules is left out, and the page goes on', async () => {
  const page = await world.recordOn(listed.origin);
  const bad = { to: 'host', kind: 'batch', batch: { document: 'x'.repeat(99), records: 'many' } };
  expect(await askAsPage(page, bad)).toMatchObject({ kind: 'recording' });
  await page.click('#save');
  await untilKept(world, 3);
  const { session } = await world.finish();
  const held = await world.companion.call('getSession', { params: { session } });
  expect(held.problems).toEqual([]);
});

test('a page that a dialog blocks does not keep the session from ending', async () => {
  const page = await world.recordOn(`${listed.origin}/asking`);
  const asking = page.waitForEvent('dialog');
  const clicked = page.click('#ask');
  const dialog = await asking;
  // The click wants a picture, which the page cannot explain now.
  const { session } = await world.finish();
  await dialog.dismiss();
  await clicked;
  const held = await world.companion.call('getSession', { params: { session } });
  expect(held.problems).toEqual([]);
});

test('a page has no channel to the extension, and cannot put its pages into a frame', async () => {
  const page = await world.recordOn(listed.origin);
  const seen = await page.evaluate(async (id) => {
    const runtime: unknown = Object(Object(globalThis)['chrome'])['runtime'];
    const answer = await fetch(`chrome-extension://${id}/me.html`).then(
      () => 'answered',
      () => 'refused',
    );
    return { runtime: runtime === undefined, answer };
  }, world.id);
  expect(seen).toEqual({ runtime: true, answer: 'refused' });
  await world.finish();
});

test('a keeper that is sealed ends the leave to record: no script runs until it is open again', async () => {
  await world.record();
  await servers.stopKeeper();
  await servers.startKeeper();
  await world.until('locked');
  await expect.poll(() => registered(world.me)).toBe(0);
  await servers.unsealKeeper();
  await world.companion.call('resume');
  await expect.poll(() => registered(world.me)).toBe(1);
  await world.finish();
});

test('a reviewed session is uploaded to the vault and cannot be read there', async () => {
  const page = await world.recordOn(listed.origin);
  await page.click('#save');
  await untilKept(world, 3);
  const { session } = await world.finish();
  await world.companion.call('markReviewed', { params: { session } });
  await world.companion.call('share', { params: { session } });
  await expect
    .poll(
      async () => (await world.companion.call('getSession', { params: { session } })).status.kind,
    )
    .toBe('shared');
});

test('a withdrawal ends the session at once and takes the script away', async () => {
  await world.record();
  const { receipts } = await world.companion.call('listReceipts');
  const live = receipts.find(({ state }) => state === 'live');
  if (live === undefined) throw new Error('There is no live consent.');
  await world.companion.call('withdraw', { params: { receipt: live.receipt } });
  await world.until('idle');
  await expect.poll(() => registered(world.me)).toBe(0);
});
