/** Pages → pictures by Debian's Chromium, with the places of what is marked and of all other text. */
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import type { Page } from './pages.ts';

export interface Place {
  readonly kind: string | null;
  readonly text: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Shot {
  readonly name: string;
  readonly png: Uint8Array;
  /** Every line of text; `kind` is null for what nobody needs to hide. */
  readonly places: readonly Place[];
}

/** Runs in the page: the line boxes of each text node, cut to the marked spans. */
function readPlaces(): Place[] {
  const found: Place[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent?.trim() ?? '';
    const parent = node.parentElement;
    if (text === '' || parent === null || parent.tagName === 'STYLE' || parent.tagName === 'TITLE')
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const cell = parent.closest('td');
    const head =
      cell === null ? null : cell.closest('table')?.querySelectorAll('th')[cell.cellIndex];
    const label =
      head?.textContent ?? parent.closest('.field')?.previousElementSibling?.textContent ?? '';
    for (const { x, y, width, height } of range.getClientRects()) {
      if (width > 1)
        found.push({
          kind: parent.closest('[data-kind]')?.getAttribute('data-kind') ?? null,
          text,
          label,
          x,
          y,
          width,
          height,
        });
    }
  }
  return found;
}

const usual = { width: 1100, height: 620, scale: 1 };

export async function takeShots(pages: readonly Page[]): Promise<Shot[]> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const shots: Shot[] = [];
    for (const { name, html, screen } of pages) {
      const { scale, ...viewport } = screen ?? usual;
      const page = await browser.newPage({ viewport, deviceScaleFactor: scale });
      await page.setContent(html);
      const places = await page.evaluate(readPlaces);
      const inside = places.filter(
        ({ x, y, width, height }) =>
          x >= 0 && y >= 0 && x + width <= viewport.width && y + height <= viewport.height,
      );
      shots.push({
        name,
        png: await page.screenshot(),
        places: inside.map((place) => ({
          ...place,
          x: place.x * scale,
          y: place.y * scale,
          width: place.width * scale,
          height: place.height * scale,
        })),
      });
      await page.close();
    }
    return shots;
  } finally {
    await browser.close();
  }
}

/** As capture gives a screen: B, G, R, X. */
export async function toPixels(
  png: Uint8Array,
): Promise<{ pixels: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  // In its own place: a copy of each screen is garbage that the code under test would pay for.
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at < pixels.length; at += 4)
    [pixels[at], pixels[at + 2]] = [pixels[at + 2] ?? 0, pixels[at] ?? 0];
  return { pixels, width: info.width, height: info.height };
}
