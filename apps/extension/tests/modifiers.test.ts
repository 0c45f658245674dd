import { servePages, type LocalServer } from '@understudy/testkit/local-server';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startServers, type TestServers } from '../../companion/tests/servers.ts';
import {
  openRecorded,
  startRecordingWorld,
  untilKept,
  untilRecorded,
  type RecordingWorld,
} from './recording-world.ts';

let site: LocalServer;
let servers: TestServers;
let world: RecordingWorld;

beforeAll(async () => {
  site = await servePages({ '/': '<!doctype html><label>Note <input id="note"></label>' });
  servers = await startServers({
    apps: [{ kind: 'sites', app: 'chromium', origins: [site.origin] }],
  });
  world = await startRecordingWorld(servers);
});
afterAll(async () => {
  await world.close();
  await servers.stop();
  await site.close();
});
afterEach(async () => {
  const pages = world.context.pages().filter((page) => page !== world.me);
  await Promise.all(pages.map((page) => page.close()));
});

/** A key goes down in the page, and up where the page does not hear of it. */
async function pressForGood(page: Page, key: 'Control' | 'Alt'): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const modifiers = key === 'Alt' ? 1 : 2;
  await session.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key,
    code: `${key}Left`,
    modifiers,
    windowsVirtualKeyCode: key === 'Alt' ? 18 : 17,
  });
  await session.detach();
}

/** What is written after it: text, of which nothing stands there as it is. */
async function expectRedactedText(): Promise<void> {
  const { timeline } = await world.finish();
  const steps = timeline.steps.filter(({ kind }) => kind === 'type' || kind === 'hotkey');
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatchObject({ kind: 'type', text: expect.stringMatching(/^call \+/) });
  expect(JSON.stringify(timeline)).not.toContain('5551234');
}

const words = 'call +49 170 5551234';

test('what is typed after a tab was left by a shortcut is text, and redacted', async () => {
  const first = await world.recordOn(site.origin);
  await pressForGood(first, 'Control');
  const second = await openRecorded(world, site.origin);
  await second.click('#note');
  await second.keyboard.type(words);
  await untilKept(world, 2 * words.length + 3);
  await expectRedactedText();
});

test('what is typed after a window was left by Alt+Tab is text, and redacted', async () => {
  const page = await world.recordOn(site.origin);
  await page.click('#note');
  await pressForGood(page, 'Alt');
  await page.keyboard.type(words);
  await untilKept(world, 2 * words.length + 3);
  await expectRedactedText();
});

test('what is typed after a pause by a shortcut is text, and redacted', async () => {
  const page = await world.recordOn(site.origin);
  await pressForGood(page, 'Alt');
  await untilKept(world, 1);
  await world.companion.call('pause');
  await world.until('paused');
  await world.companion.call('resume');
  await world.until('recording');
  await untilRecorded(page);
  await page.click('#note');
  await page.keyboard.type(words);
  await untilKept(world, 2 * words.length + 3);
  await expectRedactedText();
});
