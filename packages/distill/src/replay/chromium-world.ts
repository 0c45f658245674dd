/** A fresh Chromium profile for each replay, at the page where the task begins. */
import type { Page } from 'playwright-core';
import type { ReplayWorld } from './verify.ts';

export interface ChromiumWorldOptions {
  readonly url: string;
  /** Text that is on the page when the task is done. */
  readonly expectText: string;
  /** Opened before each replay: puts the server back to how it was. */
  readonly resetUrl?: string;
  readonly executablePath: string;
  readonly timeoutMs: number;
}

export interface ChromiumWorld extends ReplayWorld {
  close(): Promise<void>;
}

export async function openChromiumWorld(options: ChromiumWorldOptions): Promise<ChromiumWorld> {
  // Chromium refuses its sandbox to root; there is only one page, and the person named it.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // Loaded only here: everybody else who distils needs no browser.
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: options.executablePath, args });
  return {
    open: async () => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      if (options.resetUrl !== undefined) await page.goto(options.resetUrl);
      await page.goto(options.url);
      return { page, close: () => context.close() };
    },
    isDone: async (page: Page) => {
      const text = page.getByText(options.expectText).first();
      return text.waitFor({ state: 'visible', timeout: options.timeoutMs }).then(
        () => true,
        () => false,
      );
    },
    close: () => browser.close(),
  };
}
