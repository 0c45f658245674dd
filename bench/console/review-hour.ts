/** The contributor's pages over the made hour: load, open, scrub. */
import { serveCompanion } from '../../apps/companion/src/api/server.ts';
import { createCompanion } from '../../apps/companion/src/companion.ts';
import { createReaderThread } from '../../apps/companion/src/review/reader-thread.ts';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { median } from '../bench.ts';
import { measureFrames, measureThreadMs, type FrameTimes } from './browser.ts';
import type { Hour } from './make-hour.ts';

export interface ReviewFigures {
  readonly firstLoadBytes: number;
  readonly loadMs: number;
  readonly openMs: number;
  /** Of that, CPU time of the page's own thread. */
  readonly openBusyMs: number;
  /** Within ten minutes, as one looks for a moment. */
  readonly near: FrameTimes;
  /** From one end of the hour to the other. */
  readonly far: FrameTimes;
}

const rounds = 3;

export async function reviewHour(
  browser: Browser,
  { home, session }: Hour,
): Promise<ReviewFigures> {
  const companion = await createCompanion({
    home,
    openSource: () => Promise.reject(new Error('Nothing is recorded here.')),
    reader: createReaderThread(home),
  });
  const token = 'bench';
  const server = await serveCompanion(companion, { token, port: 0 });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    let firstLoadBytes = 0;
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.startsWith('/v1/')) return;
      void response.body().then(
        (body) => (firstLoadBytes += gzipSync(body).byteLength),
        () => {},
      );
    });
    await page.goto(`${server.url}/#token=${token}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    page.removeAllListeners('response');
    const loads: number[] = [];
    const opens: number[] = [];
    const busy: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await page.goto(`${server.url}/sessions`);
      const link = page.locator(`a[href="/sessions/${session}"]`);
      await link.waitFor();
      loads.push(await page.evaluate(() => performance.now()));
      const busyMs = await measureThreadMs(page, async () => {
        opens.push(await openSession(page, session));
      });
      busy.push(busyMs);
    }
    const near = await measureFrames(page, () => scrub(page, 0.4, 0.55, 4));
    const far = await measureFrames(page, () => scrub(page, 0.02, 0.98, 4));
    return {
      firstLoadBytes,
      loadMs: median(loads),
      openMs: median(opens),
      openBusyMs: median(busy),
      near,
      far,
    };
  } finally {
    await page.close();
    await server.close();
    await companion.close();
  }
}

/** From the press on its link until the first picture stands on the stage. */
function openSession(page: Page, session: string): Promise<number> {
  return page.evaluate(async (href) => {
    const link = document.querySelector<HTMLElement>(`a[href="${href}"]`);
    const probe = new OffscreenCanvas(1, 1).getContext('2d');
    const began = performance.now();
    link?.click();
    for (;;) {
      const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const canvas = document.querySelector('canvas');
      if (canvas !== null) probe?.drawImage(canvas, -20, -20);
      const [red = 0] = probe?.getImageData(0, 0, 1, 1).data ?? [];
      // The made desk is white where the empty stage is dark.
      if (red > 200) return now - began;
    }
  }, `/sessions/${session}`);
}

/** There and back with the pointer on the strip, a step each 8 ms: more than the screen shows. */
async function scrub(page: Page, from: number, to: number, seconds: number): Promise<void> {
  const thumb = await page.getByRole('slider').locator('..').boundingBox();
  const track = await page.locator('svg[aria-hidden]').last().boundingBox();
  if (track === null || thumb === null) throw new Error('The page has no strip to scrub on.');
  const y = track.y + track.height / 2;
  const at = (share: number): number => track.x + track.width * share;
  await page.mouse.move(at(from), y);
  await page.mouse.down();
  const endMs = performance.now() + seconds * 1000;
  for (let step = 0; performance.now() < endMs; step += 1) {
    const swing = (1 - Math.cos((step / 250) * Math.PI)) / 2;
    await page.mouse.move(at(from + (to - from) * swing), y);
  }
  await page.mouse.up();
}
