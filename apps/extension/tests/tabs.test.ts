/** What a person does with tabs and gets from sites, as it stands in what she takes out. */
import { readRecording, type RecordingEvent } from '@understudy/recording';
import { startLocalServer, type LocalServer } from '@understudy/testkit/local-server';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServers, type TestServers } from '../../companion/tests/servers.ts';
import {
  startRecordingWorld,
  untilKept,
  untilRecorded,
  type RecordingWorld,
} from './recording-world.ts';
import { takeOut } from './take-out.ts';

const page = (title: string): string =>
  `<!doctype html><title>${title}</title><body><button id="here">In ${title}</button>
    <a id="next" href="/back">Next</a> <a id="file" href="/file">File</a>`;

/** `/file` is a file for zoe@corp.de; any other path a page of that name. */
const startFiles = (): Promise<LocalServer> =>
  startLocalServer(({ url = '/' }, response) => {
    const isFile = url === '/file';
    response.writeHead(200, {
      'content-type': isFile ? 'application/octet-stream' : 'text/html',
      ...(isFile
        ? { 'content-disposition': 'attachment; filename="Order form (zoe@corp.de).txt"' }
        : {}),
    });
    response.end(isFile ? 'content' : page(url.slice(1)));
  });

let listed: LocalServer;
let unlisted: LocalServer;
let servers: TestServers;
let world: RecordingWorld;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'understudy-takeout-'));
  [listed, unlisted] = await Promise.all([startFiles(), startFiles()]);
  const origins = [listed.origin];
  servers = await startServers({ apps: [{ kind: 'sites', app: 'chromium', origins }] });
  world = await startRecordingWorld(servers);
  await world.browser.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: dir,
    eventsEnabled: true,
  });
});
afterAll(async () => {
  await world.close();
  await servers.stop();
  await Promise.all([listed.close(), unlisted.close()]);
  await rm(dir, { recursive: true, force: true });
});

async function eventsOf(session: string): Promise<readonly RecordingEvent[]> {
  const folder = join(await takeOut(world, dir), session);
  const events: RecordingEvent[] = [];
  const names = (await readdir(folder)).filter((name) => name.endsWith('.mcap'));
  for (const name of names.toSorted()) {
    const { events: held } = await readRecording(await readFile(join(folder, name)));
    for await (const batch of held) events.push(...batch);
  }
  return events;
}

/** Resolves once the browser has the file. */
async function fetchFile(act: () => Promise<void>): Promise<void> {
  const done = Promise.withResolvers<void>();
  world.browser.on('Browser.downloadProgress', ({ state }) => {
    if (state === 'completed') done.resolve();
  });
  await act();
  await done.promise;
}

test('tabs and files are told: by redacted names, of listed sites only, and a tab in the back passes for none', async () => {
  const front = await world.recordOn(`${listed.origin}/front`);
  await front.click('#here');
  const opened = world.context.waitForEvent('page');
  await front.click('#next', { button: 'middle' });
  const back = await opened;
  await untilRecorded(back);
  await front.click('#here');
  await untilKept(world, 9);
  await back.bringToFront();
  await back.click('#here');
  await fetchFile(() => back.click('#file'));
  await untilKept(world, 15);
  const foreign = await world.context.newPage();
  await foreign.goto(`${unlisted.origin}/foreign`);
  await fetchFile(() => foreign.click('#file'));
  await foreign.close();
  await back.close();
  await front.bringToFront();
  await front.click('#here');
  await untilKept(world, 18);
  const { session } = await world.finish();

  const events = await eventsOf(session);
  const done = events.flatMap((event) =>
    event.kind === 'interaction' && /^(?:tab|download)/u.test(event.what)
      ? [event.value === undefined ? event.what : `${event.what} ${event.value}`]
      : [],
  );
  expect(done).toEqual([
    'tabOpen',
    'tabOpen',
    expect.stringMatching(/^download Order form \(.+\)\.txt$/u),
    'tabClose',
    'tabSwitch',
  ]);
  expect(JSON.stringify(events)).not.toMatch(/zoe@corp|understudy-takeout/u);
  const pressedOn: string[] = [];
  let shown = '';
  for (const event of events) {
    if (event.kind === 'page') shown = new URL(event.url).pathname;
    if (event.kind === 'pointerButton' && event.pressed) pressedOn.push(shown);
  }
  expect(pressedOn).toEqual(['/front', '/front', '/front', '/back', '/back', '/front']);
});
