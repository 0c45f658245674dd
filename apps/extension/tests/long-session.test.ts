/**
 * One session over 20 pages whose service worker is killed again and again, with
 * every event accounted for. `SESSION_MINUTES=10` makes it as long as a real one.
 */
import { expect, test } from 'vitest';
import { startServers } from '../../companion/tests/servers.ts';
import { clicksIn, startRecordingWorld, untilKept, untilRecorded } from './recording-world.ts';
import { servePages } from '@understudy/testkit/local-server';

const pageCount = 20;
const killEvery = 5;
const lengthMs = Number(process.env['SESSION_MINUTES'] ?? 0) * 60_000;
/** A move, a press and a release of each click. */
const eventsOfClick = 3;

const pages = Object.fromEntries(
  Array.from({ length: pageCount }, (_, number) => [
    `/${number}`,
    `<!doctype html><title>Page ${number}</title><body style="margin:0">
     <button style="position:absolute;left:${20 + number * 5}px;top:20px;width:120px;height:40px">Button ${number}</button>`,
  ]),
);

test(
  'a session over 20 pages with a worker that is killed again and again holds all of it',
  { timeout: lengthMs * 2 + 300_000 },
  async () => {
    const site = await servePages(pages);
    const servers = await startServers({
      apps: [{ kind: 'sites', app: 'chromium', origins: [site.origin] }],
    });
    const world = await startRecordingWorld(servers);
    try {
      const page = await world.recordOn(`${site.origin}/0`);
      const clicked: string[] = [];
      const startMs = Date.now();
      for (let turn = 0; turn < pageCount || Date.now() - startMs < lengthMs; turn += 1) {
        const number = turn % pageCount;
        if (turn > 0) {
          await page.goto(`${site.origin}/${number}`);
          await untilRecorded(page);
        }
        if (turn % killEvery === 0) await world.stopWorker();
        await page.mouse.click(30 + number * 5, 40);
        clicked.push(`Button ${number}`);
        await untilKept(world, eventsOfClick * clicked.length);
        if (lengthMs > 0) await page.waitForTimeout(lengthMs / 200);
      }
      const { session, timeline } = await world.finish();
      expect(clicksIn(timeline)).toEqual(clicked);
      expect(timeline.gaps).toEqual([]);
      const held = await world.companion.call('getSession', { params: { session } });
      expect(held.problems).toEqual([]);
    } finally {
      await world.close();
      await servers.stop();
      await site.close();
    }
  },
);
