/** What looks like text in a picture, and is told by no document, as the picture is kept. */
import { expect, test } from 'vitest';
import { startServers } from '../../companion/tests/servers.ts';
import { servePages } from '@understudy/testkit/local-server';
import { startRecordingWorld, type RecordingWorld } from './recording-world.ts';

/**
 * The name is drawn by its shadow, 200 px below the place that its node tells; what the style sheet
 * writes may stand anywhere, so that it is told with all of the page; into a field, too, as editors'
 * placeholders are.
 */
const pages = {
  '/': `<!doctype html><title>Orders</title>
    <style>body::before { content: "Desk"; position: absolute; top: 600px; left: 40px; transform: rotate(1deg) }
    #note::before { content: "Write here"; position: absolute; top: 600px; left: 40px; transform: rotate(1deg) }</style>
    <body style="margin:0;background:#fff;font:20px 'DejaVu Sans'">
    <p style="position:absolute;left:40px;top:40px;margin:0;color:transparent;text-shadow:0 200px #000">Maria Brandt</p>
    <p style="position:absolute;left:40px;top:400px;margin:0">Open orders</p>
    <div id="note" contenteditable style="position:absolute;left:500px;top:500px;width:200px;height:40px"></div>`,
};
const shadow = { x: 44, y: 244, width: 110, height: 14 };
const told = { x: 44, y: 404, width: 110, height: 14 };

interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The darkest pixel of each part in all frames that were kept, drawn over each other; a cover is grey. */
async function darkest(
  world: RecordingWorld,
  patches: readonly { readonly x: number; readonly y: number; readonly data: string }[],
  parts: readonly Part[],
): Promise<readonly number[]> {
  return world.me.evaluate(
    async ({ patches: drawn, parts: asked }) => {
      const context = new OffscreenCanvas(2000, 2000).getContext('2d');
      if (context === null) throw new Error('no canvas');
      for (const { x, y, data } of drawn) {
        const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes], { type: 'image/webp' }));
        context.drawImage(picture, x, y);
      }
      return asked.map(({ x, y, width, height }) => {
        const { data } = context.getImageData(x, y, width, height);
        return Math.min(...data.filter((_, at) => at % 4 === 1));
      });
    },
    { patches, parts },
  );
}

/** By the table of what was taken on the contributor's own page. */
const picturesTaken = ({ me }: RecordingWorld): Promise<number> =>
  me
    .getByRole('row', { name: /Taken Picture/ })
    .evaluateAll((rows) =>
      rows.reduce((sum, row) => sum + Number(row.lastElementChild?.textContent), 0),
    );

test('is covered in each picture, and what a document tells of is shown', async () => {
  const site = await servePages(pages);
  const servers = await startServers({
    apps: [{ kind: 'sites', app: 'chromium', origins: [site.origin] }],
  });
  const world = await startRecordingWorld(servers);
  try {
    const page = await world.recordOn(site.origin);
    await page.mouse.click(600, 300);
    await expect.poll(() => picturesTaken(world)).toBeGreaterThan(0);
    const first = await picturesTaken(world);
    // The next picture tells of it again, though nothing changed near it.
    await page.evaluate(() => document.body.append('All of them are paid'));
    await page.mouse.click(600, 301);
    await expect.poll(() => picturesTaken(world)).toBeGreaterThan(first);
    const { session, timeline } = await world.finish();
    const views = await Promise.all(
      timeline.segments.map((segment) =>
        world.companion.call('segmentView', { params: { session, segment } }),
      ),
    );
    const patches = views.flatMap(({ frames }) => frames.flatMap((frame) => frame.patches));
    const [unexplained, explained] = await darkest(world, patches, [shadow, told]);
    expect(unexplained).toBeGreaterThan(100);
    expect(explained).toBeLessThan(60);
  } finally {
    await world.close();
    await servers.stop();
    await site.close();
  }
});
