/** The contributor's review of one hour: what a person waits for, and whether it scrubs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Bench, BenchRow } from './bench.ts';
import { launch } from './console/browser.ts';
import { makeHour } from './console/make-hour.ts';
import { reviewHour } from './console/review-hour.ts';
import { rrwebHour } from './console/rrweb-hour.ts';

const consoleFolder = fileURLToPath(new URL('../apps/console', import.meta.url));
const frameMs = 1000 / 60;

export const bench: Bench = {
  title: 'Console',
  run: async (progress) => {
    progress('building the pages');
    await build({ configFile: `${consoleFolder}/vite.config.ts`, logLevel: 'warn' });
    const dir = await mkdtemp(join(tmpdir(), 'understudy-hour-'));
    const browser = await launch();
    try {
      progress('making an hour');
      const hour = await makeHour(dir);
      progress(`opening ${hour.events} events, ${hour.frames} frames`);
      const ours = await reviewHour(browser, hour);
      progress('rrweb-player');
      const rrweb = await rrwebHour(browser).catch(() => {
        progress('rrweb-player does not run here');
        return null;
      });
      const peer = (value: number | undefined) =>
        value === undefined ? {} : { peers: [{ name: 'rrweb-player', value }] };
      return [
        {
          measure: 'opening a session of one hour, until its first picture stands',
          value: ours.openMs,
          unit: 'ms',
          goal: { kind: 'atMost', value: 1000 },
          ...peer(rrweb?.openMs),
        },
        {
          measure: 'opening it: work of the page’s thread',
          value: ours.openBusyMs,
          unit: 'CPU ms',
        },
        ...rowsOf('scrubbing within ten minutes of it', ours.near),
        ...rowsOf('scrubbing over the whole hour', ours.far).map((row, index) => ({
          ...row,
          ...peer(rrweb?.far[(['p50Ms', 'p95Ms', 'maxMs', 'busyMs'] as const)[index] ?? 'maxMs']),
        })),
        {
          measure: 'first load of the contributor’s pages, gzipped',
          value: ours.firstLoadBytes / 1000,
          unit: 'kB',
          goal: { kind: 'atMost', value: 200 },
        },
        {
          measure: 'page load until the list of sessions stands',
          value: ours.loadMs,
          unit: 'ms',
        },
      ];
    } finally {
      await browser.close();
      await rm(dir, { recursive: true, force: true });
    }
  },
};

function rowsOf(what: string, times: Awaited<ReturnType<typeof reviewHour>>['near']): BenchRow[] {
  const goal = { kind: 'atMost', value: frameMs * 1.1 } as const;
  return [
    { measure: `${what}: frame time, median`, value: times.p50Ms, unit: 'ms', goal },
    { measure: `${what}: frame time, 95th percentile`, value: times.p95Ms, unit: 'ms', goal },
    { measure: `${what}: longest frame`, value: times.maxMs, unit: 'ms' },
    {
      measure: `${what}: work of the page’s thread a frame`,
      value: times.busyMs,
      unit: 'ms',
      goal: { kind: 'atMost', value: frameMs },
    },
  ];
}
