/** A fresh Chromium profile for each replay, at the page where the task begins. */
import { createReplayer, type ReplayOptions } from './replay-steps.ts';
import { outcomesHold, type Outcome } from './outcome.ts';
import { watchSettling } from './settling.ts';
import type { ReplayWorld } from './verify.ts';

export interface ChromiumWorldOptions extends ReplayOptions {
  readonly url: string;
  /** What all must be true when the task is done. */
  readonly outcomes: readonly Outcome[];
  /** Opened before each replay: puts the server back to how it was. */
  readonly resetUrl?: string;
  readonly executablePath: string;
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
      const replayer = createReplayer(page, options);
      const settling = await watchSettling(page);
      return {
        do: async (action) => {
          const by = await replayer.do(action);
          await settling.settle(options.timeoutMs);
          return by;
        },
        isDone: () => outcomesHold(page, options.outcomes, options.timeoutMs),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}
