/** What a person takes out of the extension, as a researcher's tools read it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startServers } from '../../companion/tests/servers.ts';
import { startRecordingWorld, untilKept } from './recording-world.ts';
import { takeOut } from './take-out.ts';
import { servePages } from '@understudy/testkit/local-server';

const colours = ['#ff0000', '#00ff00', '#0000ff', '#ffff00'];

/** Each press of the button paints the page in the next colour. */
const pages = {
  '/': `<!doctype html><title>Colours</title><body style="margin:0;background:${colours[0]}">
    <button style="position:absolute;left:20px;top:20px;width:120px;height:40px">Next</button>
    <script>
      const colours = ${JSON.stringify(colours)};
      let shown = 0;
      document.querySelector('button').addEventListener('mousedown', () => {
        document.body.style.background = colours[(shown += 1)];
      });
    </script>`,
};
/** As long as a person looks before acting. */
const lookMs = 1_500;

const rowSchema = z.object({
  traj: z.array(
    z.object({
      image: z.string(),
      value: z.object({ code: z.string() }),
      understudy: z.object({ start_ns: z.number(), frame_ns: z.number(), lead_ns: z.number() }),
    }),
  ),
});

/** The colour of one pixel, read in a page of the extension's own; near is right, for encoders. */
function nearestColour(me: Page, png: Buffer): Promise<string | undefined> {
  return me.evaluate(
    async ({ base64, known }) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      context?.drawImage(picture, -400, -300);
      const pixel = context?.getImageData(0, 0, 1, 1).data ?? [];
      const distanceTo = (colour: string): number =>
        [1, 3, 5].reduce((sum, at, channel) => {
          const want = Number.parseInt(colour.slice(at, at + 2), 16);
          return sum + Math.abs(want - (pixel[channel] ?? 0));
        }, 0);
      return known.find((colour) => distanceTo(colour) < 8);
    },
    { base64: png.toString('base64'), known: colours },
  );
}

test('a takeout reduces and exports, each step with the page as it was before it', async () => {
  const site = await servePages(pages);
  const apps = [{ kind: 'sites', app: 'chromium', origins: [site.origin] }];
  const servers = await startServers({ apps });
  const world = await startRecordingWorld(servers);
  const dir = await mkdtemp(join(tmpdir(), 'understudy-takeout-'));
  try {
    const page = await world.recordOn(site.origin);
    for (const [turn] of colours.slice(1).entries()) {
      await page.waitForTimeout(lookMs);
      await page.click('button');
      await untilKept(world, 2 * (turn + 1));
    }
    const { session } = await world.finish();

    const recording = join(await takeOut(world, dir), session);
    const reduced = await servers.cli('reduce', recording);
    expect(reduced.code).toBe(0);
    const out = join(dir, 'rows');
    const exported = await servers.cli('export', recording, '--format', 'agentnet', '--out', out);
    expect(exported).toMatchObject({ code: 0 });
    const [line = ''] = (await readFile(join(out, 'agentnet.jsonl'), 'utf8')).split('\n');
    const { traj } = rowSchema.parse(JSON.parse(line));
    const clicks = traj.filter(({ value }) => value.code.includes('click'));
    expect(clicks).toHaveLength(3);
    for (const [turn, { image, understudy }] of clicks.entries()) {
      expect(understudy.lead_ns).toBeGreaterThan(0);
      const png = await readFile(join(out, 'images', image));
      expect(await nearestColour(world.me, png)).toBe(colours[turn]);
    }
    const checked = await servers.cli('check', out);
    expect(checked).toMatchObject({ code: 0 });
  } finally {
    await rm(dir, { recursive: true, force: true });
    await world.close();
    await servers.stop();
    await site.close();
  }
});
