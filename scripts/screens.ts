/**
 * Pictures of the pages, from a real run: a private desktop, `understudy up`,
 * a short recording, the people who come by. `docs/screens/NAME-THEME-WIDTH.png`,
 * in both themes at two widths.
 *
 *   node scripts/screens.ts [FOLDER]   with FOLDER: every state, on the narrowest screen and the widest
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { build } from 'vite';
import type { PersonBrowser } from '../tests/journeys/browser.ts';
import { openScene } from '../tests/journeys/states/scene.ts';
import { states } from '../tests/journeys/states/states.ts';

const docs = fileURLToPath(new URL('../docs/screens/', import.meta.url));
const consoleFolder = fileURLToPath(new URL('../apps/console', import.meta.url));
const screens = [
  { width: 390, height: 844 },
  { width: 1440, height: 900 },
] as const;
const extremes = [
  { width: 360, height: 740 },
  { width: 2560, height: 1440 },
] as const;
const themes = ['light', 'dark'] as const;

const [folder = docs] = process.argv.slice(2);
const everything = folder !== docs;

/** The page as it is, in each theme on each screen, in a window as high as the page. */
async function draw({ page }: PersonBrowser, name: string): Promise<void> {
  for (const size of everything ? extremes : screens) {
    await page.setViewportSize(size);
    const box = await page.locator('body').boundingBox();
    await page.setViewportSize({ ...size, height: Math.ceil(box?.height ?? size.height) });
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      const png = await page.screenshot({ animations: 'disabled' });
      await sharp(png)
        .png({ palette: true, colours: 64, dither: 0, effort: 10 })
        .toFile(join(folder, `${name}-${theme}-${size.width}.png`));
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  process.stdout.write(`${name}\n`);
}

await mkdir(folder, { recursive: true });
await build({ configFile: `${consoleFolder}/vite.config.ts`, logLevel: 'warn' });
await using scene = await openScene();
for (const [index, { page, state, picture, reach, leave }] of states.entries()) {
  const person = await reach(scene);
  const named = `${index}-${page}-${state}`.replaceAll(/[^a-z0-9]+/gi, '-');
  if (everything) await draw(person, named);
  else if (picture !== undefined) await draw(person, picture);
  await leave?.(scene);
}
