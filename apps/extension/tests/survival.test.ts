import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchFolder } from '../../companion/tests/haystack.ts';
import { startServers, type TestServers } from '../../companion/tests/servers.ts';
import {
  breakRedactor,
  hostTarget,
  registered,
  reopenRecordingWorld,
  startRecordingWorld,
  untilKept,
} from './recording-world.ts';
import { servePages, type LocalServer } from '@understudy/testkit/local-server';

let site: LocalServer;
let servers: TestServers;
let profileDir: string;

/** In no file of the browser's own: the page makes it up after it was loaded, and sends it nowhere. */
const shown = ['quokka', 'vermilion', 'trombone'].join('-');
const typed = ['walrus', 'cobalt', 'bassoon'].join('-');

beforeAll(async () => {
  site = await servePages({
    '/': `<!doctype html><title>Notes</title><h1></h1><label>Note <input id="note"></label>
      <label>Password <input id="password" type="password" autocomplete="off"></label>
      <script>
        document.querySelector('h1').textContent = ['quokka', 'vermilion', 'trombone'].join('-');
      </script>`,
  });
  servers = await startServers({
    apps: [{ kind: 'sites', app: 'chromium', origins: [site.origin] }],
  });
  profileDir = await mkdtemp(join(tmpdir(), 'understudy-profile-'));
});

afterAll(async () => {
  await servers.stop();
  await site.close();
  await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
});

test('a browser that is killed loses the open segment at most, says so, and leaves nothing plain on the disk', async () => {
  const world = await startRecordingWorld(servers, { profileDir });
  const page = await world.recordOn(site.origin);
  await page.click('#note');
  await page.keyboard.type(typed);
  await page.click('#password');
  await page.keyboard.type(typed);
  await untilKept(world, 4 * typed.length);
  await expect
    .poll(async () => {
      const state = await world.state();
      return state.kind === 'recording' ? state.segments : 0;
    })
    .toBeGreaterThan(1);
  const { sessions: before } = await world.companion.call('listSessions');
  await world.kill();

  const extensionFiles = (
    await Promise.all(
      ['File System', 'IndexedDB', 'Local Extension Settings', 'Service Worker'].map((folder) =>
        searchFolder(join(profileDir, 'Default', folder), [shown, typed]).catch(() => []),
      ),
    )
  ).flat();
  expect(extensionFiles).toEqual([]);

  const again = await reopenRecordingWorld(servers, profileDir);
  await again.until('idle');
  const { sessions } = await again.companion.call('listSessions');
  const [session] = sessions;
  expect(session).toMatchObject({
    session: before[0]?.session,
    status: { kind: 'interrupted' },
    stopReason: 'interrupted',
  });
  expect(session?.segments.length).toBeGreaterThanOrEqual(before[0]?.segments.length ?? 1);
  if (session === undefined) throw new Error('The session is gone.');
  // What is sealed opens again with the key that this browser alone holds.
  const timeline = await again.companion.call('timeline', {
    params: { session: session.session },
  });
  expect(timeline.steps.map(({ kind }) => kind)).toContain('click');
  expect(JSON.stringify(timeline)).not.toContain(`13 ${typed}`);
  await again.close();
});

test('a host that dies takes scripts and badge away, and its session is closed at the next start', async () => {
  const world = await startRecordingWorld(servers);
  await world.recordOn(site.origin);
  await world.browser.send('Target.closeTarget', { targetId: await hostTarget(world) });
  await expect.poll(() => registered(world.me)).toBe(0);
  expect(await world.me.evaluate(() => chrome.action.getBadgeText({}))).toBe('');
  // The next call wakes another host.
  await world.until('idle');
  const { sessions } = await world.companion.call('listSessions');
  expect(sessions[0]?.status.kind).toBe('interrupted');
  await world.close();
});

test('a redactor that breaks ends the session at once, which says so and keeps what was sealed', async () => {
  const world = await startRecordingWorld(servers);
  await world.recordOn(site.origin);
  await breakRedactor(world);
  await world.until('idle');
  await expect.poll(() => registered(world.me)).toBe(0);
  const { sessions } = await world.companion.call('listSessions');
  expect(sessions).toMatchObject([{ status: { kind: 'local' }, stopReason: 'failed' }]);
  await world.close();
});
