/** What recording costs the extension's own processes once it runs: starting, the first look at a page and the end apart. */
import type { CDPSession, Page } from 'playwright-core';
import { extensionSeconds } from './processes.ts';
import { useWork } from './session.ts';

/** The first segment is sealed by then, and what the page showed at the start is redacted. */
const settleSeconds = 12;
/** Two segments of about 10 s. */
const workSeconds = 20;
const hz = 125;

export const steadySeconds = settleSeconds + workSeconds;

/** @returns percents of a core, while the page is used */
export async function useSteadily(browser: CDPSession, page: Page): Promise<number> {
  await page.bringToFront();
  await useWork(page, hz, settleSeconds);
  const before = await extensionSeconds(browser);
  const { seconds } = await useWork(page, hz, workSeconds);
  return (((await extensionSeconds(browser)) - before) / seconds) * 100;
}
