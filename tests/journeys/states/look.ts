/** What is wrong with a page as it stands: by axe in both themes, by its width on three screens. */
import type { Page } from 'playwright-core';
import { axeOf } from '../browser.ts';

const looks = [
  { theme: 'dark', width: 360, judged: true },
  { theme: 'light', width: 1440, judged: true },
  { theme: 'light', width: 2560, judged: false },
] as const;

/** So high that all of it is painted: axe judges no colour that is out of sight. */
const height = 4000;

export async function looksWrong(page: Page): Promise<readonly string[]> {
  const wrong: string[] = [];
  // A tab in the back draws no frames.
  await page.bringToFront();
  for (const { theme, width, judged } of looks) {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height });
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    if (over > 0) wrong.push(`${width}: scrolls ${over} px sideways`);
    if (judged) wrong.push(...(await axeOf(page)).map((line) => `${theme} ${width}: ${line}`));
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  return wrong;
}
