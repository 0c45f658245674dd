/**
 * Screens of apps that are not ours: each page of strange/, judged/, marked/ and traps/ tells in its
 * first line the size and the scale of its screen, and marks its values as pages.ts does. Every value
 * is invented; the rules were tuned on the pages of strange/ and judged/.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mark, type Page } from './pages.ts';

function pagesIn(name: string): Page[] {
  const folder = new URL(`${name}/`, import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.page'));
  return files.map((file) => {
    const source = readFileSync(new URL(file, folder), 'utf8');
    const [, width, height, scale] = (/^<!--(\d+)x(\d+)@([\d.]+)-->/.exec(source) ?? []).map(
      Number,
    );
    if (width === undefined || height === undefined || scale === undefined)
      throw new TypeError(`${file} does not begin with the size of its screen.`);
    const html = `<!doctype html><meta charset="utf-8">${mark(source)}`;
    return { name: file.replace(/\.page$/u, ''), html, screen: { width, height, scale } };
  });
}

export const strangePages = (): Page[] => pagesIn('strange');
/** Drawn by another hand, to judge screens that nobody had tuned on; since then learnt from. */
export const judgedPages = (): Page[] => pagesIn('judged');
/** Drawn to learn from, in many looks and languages. */
export const markedPages = (): Page[] => pagesIn('marked');
