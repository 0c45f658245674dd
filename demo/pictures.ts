/** The pictures of the README: the page's own view, and single steps with their targets marked. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import type { DemoStep } from './dataset.ts';
import { markToSvg } from './report.ts';

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

/** `NAME.png`: the step's frame with its target and place marked. */
export async function drawStep(step: DemoStep, name: string, outDir: string): Promise<void> {
  await sharp(step.image)
    .composite([{ input: Buffer.from(markToSvg(step)) }])
    .png({ palette: true })
    .toFile(join(outDir, `${name}.png`));
}

/** `steps.png`: up to six steps side by side, as one picture. */
export async function drawContactSheet(steps: readonly DemoStep[], outDir: string): Promise<void> {
  const columns = 3;
  const tile = { width: 640, height: 400 };
  const gap = 12;
  const pictures = await Promise.all(
    steps.slice(0, 6).map(async (step, index) => ({
      input: await sharp(
        await sharp(step.image)
          .composite([{ input: Buffer.from(markToSvg(step)) }])
          .png()
          .toBuffer(),
      )
        .resize(tile.width, tile.height, { fit: 'contain', background: '#f4f6f9' })
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
      background: '#f4f6f9',
    },
  })
    .composite(pictures)
    .png({ palette: true })
    .toFile(join(outDir, 'steps.png'));
}
