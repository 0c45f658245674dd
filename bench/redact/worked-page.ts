/**
 * A minute at a customer desk's page, as a recorder sees it: pictures of a 1080p screen with the
 * time of each. A person reads, types a sentence into a form, stops to think, and scrolls a list.
 */
import { chromium, type Page } from 'playwright-core';
import { pages } from './pages.ts';

export interface WorkedFrame {
  readonly timeNs: number;
  readonly png: Uint8Array;
  /** Signs that were typed since the picture before. */
  readonly typed: number;
}

export const workedSize = { width: 1920, height: 1080 } as const;

const sentence = 'Please send the blue chairs to the new address';
/** Six signs a second, two pictures a second. */
const signsAFrame = 3;
const pictureNs = 5e8;
const thinkingNs = 6e9;
const scrollPx = 100;

/** The tables and forms of our own pages, one below the other: longer than the screen. */
function deskHtml(): string {
  const parts = pages()
    .filter((_, index) => index % 2 === 0)
    .map(({ html }) => /<section>(.*)<\/section>/su.exec(html)?.[1] ?? '');
  return `<!doctype html><meta charset="utf-8"><style>
*{box-sizing:border-box}body{margin:0;height:100vh;display:grid;grid:48px 1fr/220px 1fr;font:15px/1.5 "Liberation Sans",sans-serif;color:#1f2328}
header{grid-column:span 2;background:#23507d;color:#fff;padding:12px 20px;font-weight:bold}
nav{background:#f3f5f8;padding:16px 20px}nav div{padding:6px 0}main{overflow:auto;padding:16px 28px}
textarea{font:inherit;width:900px;height:64px;padding:8px}table{border-collapse:collapse;width:1100px}
th,td{text-align:left;padding:6px 10px;border-bottom:1px solid #d5dae1}label{display:block;margin-top:8px}
.field{border:1px solid #d5dae1;padding:5px 8px;width:500px}article{margin-top:24px}pre{font:14px "DejaVu Sans Mono"}
main::-webkit-scrollbar{width:12px;background:#f3f5f8}main::-webkit-scrollbar-thumb{background:#c0c6cf}</style>
<header>Order Desk</header><nav><div>Overview</div><div>Orders</div><div>Customers</div><div>Reports</div><div>Settings</div></nav>
<main><label>Notes on this order</label><textarea autofocus></textarea>${parts.map((part) => `<article>${part}</article>`).join('')}</main>`;
}

const scroll = (page: Page): Promise<void> =>
  page.evaluate((by) => document.querySelector('main')?.scrollBy(0, by), scrollPx);

export async function takeWorkedFrames(): Promise<WorkedFrame[]> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: workedSize });
    await page.setContent(deskHtml());
    const frames: WorkedFrame[] = [];
    let timeNs = 1;
    const take = async (typed: number): Promise<void> => {
      frames.push({ timeNs, png: await page.screenshot(), typed });
      timeNs += pictureNs;
    };
    await take(0);
    timeNs += thinkingNs;
    for (let at = 0; at < sentence.length; at += signsAFrame) {
      const signs = sentence.slice(at, at + signsAFrame);
      await page.locator('textarea').pressSequentially(signs);
      await take(signs.length);
    }
    for (let screens = 0; screens < 2; screens += 1) {
      timeNs += thinkingNs;
      for (let steps = 0; steps < 8; steps += 1) {
        await scroll(page);
        await take(0);
      }
    }
    return frames;
  } finally {
    await browser.close();
  }
}
