/** The pictures of the README: the page's own view, and single steps with their targets marked. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp, { type Region } from 'sharp';
import type { DemoStep } from './dataset.ts';
import { markToSvg } from './report.ts';

const columns = 3;
const gap = 10;
const tile = { width: 640, height: 420 } as const;

/** `page.png`: the top of the page at `pageUrl`. */
export async function photographPage(pageUrl: string, outDir: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1120, height: 1400 } });
    await page.goto(pageUrl, { waitUntil: 'load' });
    await page.screenshot({ path: join(outDir, 'page.png') });
  } finally {
    await browser.close();
  }
}

/** The step's frame with its target and place marked. */
function drawMarked(step: DemoStep): Promise<Buffer> {
  return sharp(step.image)
    .composite([{ input: Buffer.from(markToSvg(step)) }])
    .png()
    .toBuffer();
}

/** `step.png`: one step, whole. */
export async function drawStep(step: DemoStep, outDir: string): Promise<void> {
  await sharp(await drawMarked(step))
    .png({ palette: true })
    .toFile(join(outDir, 'step.png'));
}

/** `steps.png`: six clicks from the first to the last, side by side, each cut to where it happens. */
export async function drawContactSheet(clicks: readonly DemoStep[], outDir: string): Promise<void> {
  const chosen = Array.from(
    { length: Math.min(6, clicks.length) },
    (_, index) => clicks[Math.round((index * (clicks.length - 1)) / 5)],
  ).filter((step) => step !== undefined);
  const pictures = await Promise.all(
    chosen.map(async (step, index) => ({
      input: await sharp(await drawMarked(step))
        .extract(partAround(step))
        .resize(tile.width, tile.height)
        .png()
        .toBuffer(),
      left: gap + (index % columns) * (tile.width + gap),
      top: gap + Math.floor(index / columns) * (tile.height + gap),
    })),
  );
  const rows = Math.ceil(pictures.length / columns);
  await sharp({
    create: {
      width: columns * (tile.width + gap) + gap,
      height: rows * (tile.height + gap) + gap,
      channels: 3,
      background: '#cfd6e1',
    },
  })
    .composite(pictures)
    .png({ palette: true })
    .toFile(join(outDir, 'steps.png'));
}

/** A part of the frame in the tile's shape, with the place of the action in it. */
function partAround({ size, point }: DemoStep): Region {
  const width = Math.min(size.width, Math.round((size.height * tile.width) / tile.height), 960);
  const height = Math.round((width * tile.height) / tile.width);
  const within = (centre: number, part: number, all: number): number =>
    Math.round(Math.min(all - part, Math.max(0, centre - part / 2)));
  return {
    left: within(point?.x ?? 0, width, size.width),
    top: within(point?.y ?? 0, height, size.height),
    width,
    height,
  };
}
