/**
 * Pages that nobody here wrote, as their makers published them to npm: a form
 * builder of an API (React), a deck of slides, a page of widgets (jQuery). What
 * they show and say with the recorder is compared to what they do without it.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { getMimeType } from 'hono/utils/mime';
import type { Page } from 'playwright-core';
import {
  startPageWorld,
  type PageWorld,
  type ServedFile,
} from '../../apps/extension/tests/page/page-world.ts';
import type { BenchRow } from '../bench.ts';
import { measureLocators } from './locators.ts';
import { useWork } from './session.ts';
import { spread } from './spread.ts';

const whose = 'pages nobody here wrote';
/** Each with what it shows last of all that it makes of itself. */
const strangers = [
  { path: '/swagger-ui-dist/index.html', last: '.opblock' },
  { path: '/reveal.js/demo.html', last: '.reveal.ready .present' },
  { path: '/jquery-ui-dist/index.html', last: '.ui-datepicker-calendar' },
] as const;
type Stranger = (typeof strangers)[number];

/** Swagger UI's own page asks for a document of the net; it shows this one instead. */
const shownApi = {
  openapi: '3.0.3',
  info: { title: 'Pets', version: '1' },
  paths: {
    '/pets': {
      get: { summary: 'All pets', responses: { 200: { description: 'A list' } } },
      post: { summary: 'Another pet', responses: { 201: { description: 'It is kept' } } },
    },
  },
};
const initializer = `window.onload = () => { window.ui = SwaggerUIBundle({ spec: ${JSON.stringify(shownApi)}, dom_id: '#swagger-ui',
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset], layout: 'StandaloneLayout' }); };`;

const require = createRequire(import.meta.url);
const folders = new Map(
  [
    require.resolve('swagger-ui-dist/package.json'),
    require.resolve('reveal.js/package.json'),
    require.resolve('jquery-ui-dist/package.json'),
  ].map((manifest) => [basename(dirname(manifest)), dirname(manifest)]),
);

async function serveFile(path: string): Promise<ServedFile | null> {
  const type = getMimeType(path) ?? 'application/octet-stream';
  if (path.endsWith('/swagger-initializer.js')) return { type, bytes: Buffer.from(initializer) };
  const [, name = '', ...rest] = path.split('/');
  const folder = folders.get(name);
  try {
    return folder === undefined ? null : { type, bytes: await readFile(join(folder, ...rest)) };
  } catch {
    return null;
  }
}

interface Looked {
  readonly page: Page;
  /** Lines of the console, each once, and the document but for numbers, which pages make anew. */
  readonly said: readonly string[];
  readonly document: string;
}

export async function measureStrangers(): Promise<readonly BenchRow[]> {
  const files = { pages: {}, files: serveFile };
  const [plain, recorded] = [
    await startPageWorld({ ...files, recorded: false }),
    await startPageWorld(files),
  ];
  try {
    let disturbed = 0;
    let positions = 0;
    let leaks = 0;
    const slices: number[] = [];
    for (const stranger of strangers) {
      const without = await look(plain, stranger);
      const withUs = await look(recorded, stranger);
      const isSame =
        without.document === withUs.document && without.said.join() === withUs.said.join();
      if (!isSame) disturbed += 1;
      positions += (await useWork(withUs.page, 125, 3, { clicks: false })).positions;
      const hidden = await withUs.page.evaluate(hiddenTexts);
      const told = JSON.stringify(await recorded.records());
      leaks += hidden.filter((text) => told.includes(JSON.stringify(text).slice(1, -1))).length;
      const taken: unknown = await recorded.ask({ kind: 'slices' });
      slices.push(...(Array.isArray(taken) ? taken.map(Number) : []));
      await Promise.all([without.page.close(), withUs.page.close()]);
    }
    const kept = (await recorded.records()).reduce(
      (sum, record) => sum + (record.kind === 'moves' ? record.points.length : 0),
      0,
    );
    const open = async (stranger: Stranger): Promise<Page> => (await look(recorded, stranger)).page;
    const atMost = (value: number) => ({ kind: 'atMost', value }) as const;
    return [
      {
        measure: `positions kept on ${strangers.length} ${whose}`,
        unit: '%',
        value: (kept / positions) * 100,
        goal: { kind: 'atLeast', value: 100 },
      },
      {
        measure: `${whose} that show or say anything else`,
        unit: 'pages',
        value: disturbed,
        goal: atMost(0),
      },
      {
        measure: `placeholders, hidden values and comments of ${whose} sent`,
        unit: 'texts',
        value: leaks,
        goal: atMost(0),
      },
      {
        measure: `slices of work on the tree of ${whose}, 95th percentile`,
        unit: 'ms',
        value: spread(slices).p95,
        goal: atMost(8),
      },
      {
        measure: `slices of work on the tree of ${whose}, longest`,
        unit: 'ms',
        value: spread(slices).max,
      },
      ...(await measureLocators(recorded, strangers, whose, open)),
    ];
  } finally {
    await Promise.all([plain.close(), recorded.close()]);
  }
}

/** Between two looks at a page that must be the same: else it still makes itself. */
const stillMs = 1_000;
const mostLooks = 60;

async function look(world: PageWorld, { path, last }: Stranger): Promise<Looked> {
  const page = await world.context.newPage();
  // How often a page asks again for what failed is chance.
  const said = new Set<string>();
  page.on('console', (message) => said.add(message.text().replaceAll(/\d+/gu, '0')));
  page.on('pageerror', (error) => said.add(error.message));
  // What it asks of the net fails at once, rather than whenever its name was looked up in vain.
  await page.route(
    (url) => url.origin !== world.here,
    (route) => route.abort(),
  );
  await page.goto(`${world.here}${path}`);
  await page.waitForSelector(last, { state: 'attached' });
  let before = '';
  for (let looks = 0; looks < mostLooks; looks += 1) {
    await page.waitForTimeout(stillMs);
    const document = await page.evaluate(shownDocument);
    const now = document + [...said].join();
    if (now === before) return { page, said: [...said].toSorted(), document };
    before = now;
  }
  throw new Error(`${path} never stands still.`);
}

// The two functions below run in the page.

function shownDocument(): string {
  // Of the text, not of a clone, which would ask for its pictures once more, as the console would tell.
  return document.documentElement.outerHTML
    .replaceAll(/<div style="[^"]*2147483647[^"]*" popover="manual"><\/div>/gu, '')
    .replaceAll(/\d+/gu, '0');
}

/** What the document holds and does not show. */
function hiddenTexts(): readonly string[] {
  const shown = document.body.innerText;
  const texts: (string | null)[] = [];
  for (const field of document.querySelectorAll('input[type=hidden],input[type=password]'))
    texts.push(field.getAttribute('value'));
  for (const field of document.querySelectorAll('[placeholder]'))
    texts.push(field.getAttribute('placeholder'));
  const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
  while (comments.nextNode() !== null) texts.push(comments.currentNode.nodeValue);
  return texts
    .map((text) => (text ?? '').trim())
    .filter((text) => text.length >= 8 && !shown.includes(text));
}
