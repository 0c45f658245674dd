/** Chromium with a page that counts: how long frames take, and how busy the page's own thread is. */
import { chromium, type Browser, type Page } from 'playwright-core';

export interface FrameTimes {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  readonly frames: number;
  /** Of the page's own thread, for each frame: what is left of 16.7 ms. */
  readonly busyMs: number;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

/** CPU-milliseconds of the page's own thread while `work` ran: what other programs take is not in it. */
export async function measureThreadMs(page: Page, work: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busyS = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  const before = await busyS();
  await work();
  const after = await busyS();
  await session.detach();
  return (after - before) * 1000;
}

/** Frame times of the page while `work` moves it. */
export async function measureFrames(page: Page, work: () => Promise<void>): Promise<FrameTimes> {
  await page.evaluate(() => {
    const times: number[] = [];
    const counting = { times, on: true };
    const count = (now: number): void => {
      times.push(now);
      if (counting.on) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    Object.assign(window, { counting });
  });
  const busyMs = await measureThreadMs(page, work);
  const times = await page.evaluate<readonly number[]>(
    'window.counting.on = false, window.counting.times',
  );
  const deltas = times
    .slice(1)
    .map((at, index) => at - (times[index] ?? at))
    .toSorted((a, b) => a - b);
  const share = (part: number): number => deltas[Math.floor(deltas.length * part)] ?? Number.NaN;
  return {
    p50Ms: share(0.5),
    p95Ms: share(0.95),
    maxMs: deltas.at(-1) ?? Number.NaN,
    frames: deltas.length,
    busyMs: busyMs / Math.max(1, deltas.length),
  };
}
