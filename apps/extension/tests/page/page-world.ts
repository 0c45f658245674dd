/**
 * A real Chromium with an extension of the tests' own: the page's part of the
 * recorder as a content script in every frame, and a worker that keeps what it
 * sends. Pages are served from two origins of two sites, `here` and `there`.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page, type Worker } from 'playwright-core';
import { build } from 'vite';
import { z } from 'zod';
import { pageBatchSchema, type PageBatch, type PageRecord } from '../../src/page/page-batch.ts';
import { pageViewSchema, type PageView } from '../../src/page/page-view.ts';
import type { PageStructure } from '../../src/page/structure.ts';
import type { ProbeOptions, ProbeToPage } from './probe-messages.ts';

const takenSchema = z
  .object({
    colour: z.string(),
    red: z.object({ x: z.number(), y: z.number() }).nullable(),
    view: pageViewSchema.nullable(),
  })
  .nullable();

interface Sent {
  readonly message: { readonly kind: string; readonly batch?: unknown; readonly why?: string };
  readonly frame: number;
}

export interface ServedFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface PageWorldOptions extends Partial<ProbeOptions> {
  /** Path → HTML. `HERE` and `THERE` in it become the two origins. */
  readonly pages: Readonly<Record<string, string>>;
  /** What stands at any other path; null: nothing. */
  readonly files?: (path: string) => Promise<ServedFile | null>;
  readonly args?: readonly string[];
  /** The environment of a desktop to show its window on; default: no window. */
  readonly desktop?: Readonly<Record<string, string>>;
  /** false: the same browser without the extension. */
  readonly recorded?: boolean;
}

export interface TakenPicture {
  /** Red, green and blue at the point. */
  readonly colour: string;
  /** The first pixel of pure red, in reading order. */
  readonly red: { readonly x: number; readonly y: number } | null;
  readonly view: PageView | null;
}

export interface PageWorld {
  readonly context: BrowserContext;
  readonly here: string;
  readonly there: string;
  open(path: string): Promise<Page>;
  /** Everything sent so far, of all frames. */
  sent(): Promise<readonly Sent[]>;
  batches(): Promise<readonly { readonly batch: PageBatch; readonly frame: number }[]>;
  records(): Promise<readonly PageRecord[]>;
  /** Asks the script of one frame (0: the top) of the tab in front. */
  ask(question: ProbeToPage, frame?: number): Promise<unknown>;
  /** @param sinceMs when the picture was asked for; default: after all that happened so far */
  view(sinceMs?: number, frame?: number): Promise<PageView>;
  /** The tab in front as a picture, and what its document then tells of it; null: the browser gives none so soon. */
  picture(point: { readonly x: number; readonly y: number }): Promise<TakenPicture | null>;
  structure(
    point: { x: number; y: number } | null,
  ): Promise<{ structure: PageStructure; tookMs: number }>;
  close(): Promise<void>;
}

const worker = `
  globalThis.sent = [];
  chrome.runtime.onMessage.addListener((message, sender, respond) => {
    globalThis.sent.push({ message, frame: sender.frameId, tab: sender.tab.id });
    respond(true);
  });
`;

let bundled: Promise<string> | null = null;

async function bundleProbe(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: {
        entry: join(import.meta.dirname, 'probe.ts'),
        formats: ['iife'],
        name: 'probe',
      },
    },
  });
  const chunk = [output].flat().flatMap((result) => ('output' in result ? result.output : []))[0];
  if (chunk?.type !== 'chunk') throw new Error('Vite made no script of the probe.');
  return chunk.code;
}

async function writeExtension(options: ProbeOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-probe-'));
  bundled ??= bundleProbe();
  const manifest = {
    manifest_version: 3,
    name: 'Probe',
    version: '1',
    background: { service_worker: 'worker.js' },
    host_permissions: ['<all_urls>'],
    content_scripts: [
      {
        matches: ['<all_urls>'],
        js: ['options.js', 'probe.js'],
        run_at: 'document_start',
        all_frames: true,
        match_origin_as_fallback: true,
      },
    ],
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'worker.js'), worker);
  await writeFile(
    join(folder, 'options.js'),
    `globalThis.probeOptions = ${JSON.stringify(options)};`,
  );
  await writeFile(join(folder, 'probe.js'), await bundled);
  return folder;
}

async function servePages({
  pages,
  files,
}: Pick<PageWorldOptions, 'pages' | 'files'>): Promise<{ server: Server; port: number }> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const html = pages[path];
    if (html === undefined && files !== undefined) {
      void files(path).then((file) => {
        response.writeHead(file === null ? 404 : 200, {
          'content-type': file?.type ?? 'text/plain',
        });
        response.end(file?.bytes);
      });
      return;
    }
    const { port } = Object(server.address());
    response.writeHead(html === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
    });
    response.end(
      html
        ?.replaceAll('THERE', `http://localhost:${port}`)
        .replaceAll('HERE', `http://127.0.0.1:${port}`),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { server, port: address.port };
}

export async function startPageWorld(options: PageWorldOptions): Promise<PageWorld> {
  const { tier = 'text', clipboard = false, cleaned = [], recorded = true } = options;
  const { server, port } = await servePages(options);
  const folder = await writeExtension({ tier, clipboard, cleaned });
  const profile = await mkdtemp(join(tmpdir(), 'understudy-probe-profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    headless: options.desktop === undefined,
    ...(options.desktop === undefined ? {} : { env: options.desktop }),
    viewport: { width: 1000, height: 700 },
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--enable-unsafe-extension-debugging',
      ...(options.args ?? []),
    ],
  });
  // A slow machine is no failure: a test that hangs is ended by its own time-out.
  context.setDefaultTimeout(0);
  const background = recorded ? await loadProbe(context, folder) : null;
  const here = `http://127.0.0.1:${port}`;

  const ask = async (question: ProbeToPage, frame = 0): Promise<unknown> => {
    if (background === null) throw new Error('This world records nothing.');
    return background.evaluate(askFrame, { question, frame });
  };
  const sent = async (): Promise<readonly Sent[]> => {
    if (background === null) return [];
    const read: unknown = await background.evaluate(flushAndRead);
    return Array.isArray(read) ? read.filter(isSent) : [];
  };
  const batches: PageWorld['batches'] = async () =>
    (await sent()).flatMap(({ message, frame }) =>
      message.kind === 'batch' ? [{ batch: pageBatchSchema.parse(message.batch), frame }] : [],
    );

  return {
    context,
    here,
    there: `http://localhost:${port}`,
    open: async (path) => {
      const page = await context.newPage();
      await page.goto(`${here}${path}`);
      return page;
    },
    sent,
    batches,
    records: async () => (await batches()).flatMap(({ batch }) => batch.records),
    ask,
    view: async (sinceMs = Number.MAX_SAFE_INTEGER, frame = 0) =>
      pageViewSchema.parse(await ask({ kind: 'view', sinceMs }, frame)),
    picture: async (point) => {
      if (background === null) throw new Error('This world records nothing.');
      const taken: unknown = await background.evaluate(takePicture, point);
      return takenSchema.parse(taken);
    },
    structure: async (point) => {
      const answer: unknown = await ask({ kind: 'structure', point });
      return Object(answer);
    },
    close: async () => {
      await context.close();
      server.close();
      await rm(folder, { recursive: true, force: true });
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function loadProbe(context: BrowserContext, folder: string): Promise<Worker> {
  const browser = context.browser();
  if (browser === null) throw new Error('Playwright gives no browser of this context.');
  const session = await browser.newBrowserCDPSession();
  const started = context.waitForEvent('serviceworker');
  await session.send('Extensions.loadUnpacked', { path: folder });
  return context.serviceWorkers()[0] ?? started;
}

const isSent = (value: unknown): value is Sent =>
  typeof value === 'object' && value !== null && 'message' in value && 'frame' in value;

// The functions below run in the extension's worker.

interface WorkerScope {
  readonly sent: { readonly tab: number; readonly frame: number }[];
  readonly chrome: {
    readonly tabs: {
      query(filter: { active?: boolean }): Promise<{ id?: number; windowId: number }[]>;
      captureVisibleTab(window: number, options: { format: 'png' }): Promise<string>;
      sendMessage(tab: number, message: unknown, options: { frameId: number }): Promise<unknown>;
    };
  };
}

async function askFrame({
  question,
  frame,
}: {
  readonly question: ProbeToPage;
  readonly frame: number;
}): Promise<unknown> {
  const { chrome } = globalThis as unknown as WorkerScope;
  const tabs = await chrome.tabs.query({ active: true });
  return chrome.tabs.sendMessage(tabs.at(-1)?.id ?? 0, question, { frameId: frame });
}

/** Everything sent, once the top of each tab, and each frame that ever sent, has sent what waits in it. */
async function flushAndRead(): Promise<unknown> {
  const { chrome, sent } = globalThis as unknown as WorkerScope;
  const tabs = await chrome.tabs.query({});
  const frames = new Set([
    ...tabs.map(({ id }) => `${id} 0`),
    ...sent.map(({ tab, frame }) => `${tab} ${frame}`),
  ]);
  await Promise.allSettled(
    [...frames].map((place) => {
      const [tab = 0, frameId = 0] = place.split(' ').map(Number);
      return chrome.tabs.sendMessage(tab, { kind: 'flush' }, { frameId });
    }),
  );
  return sent;
}

/** As the extension's own background does. */
async function takePicture({ x, y }: { readonly x: number; readonly y: number }): Promise<unknown> {
  const { chrome } = globalThis as unknown as WorkerScope;
  const tab = (await chrome.tabs.query({ active: true })).at(-1);
  const sinceMs = performance.timeOrigin + performance.now();
  // It gives two a second, and none while a page has just begun.
  const png = await chrome.tabs
    .captureVisibleTab(tab?.windowId ?? 0, { format: 'png' })
    .catch(() => null);
  if (png === null) return null;
  const top = { frameId: 0 };
  const view = await chrome.tabs.sendMessage(tab?.id ?? 0, { kind: 'view', sinceMs }, top);
  const image = await createImageBitmap(await (await fetch(png)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas?.drawImage(image, 0, 0);
  const { data } = canvas?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
  const start = (y * image.width + x) * 4;
  let red = 0;
  while (red < data.length && (data[red] !== 255 || data[red + 1] !== 0 || data[red + 2] !== 0))
    red += 4;
  const pixel = red / 4;
  const at = { x: pixel % image.width, y: Math.floor(pixel / image.width) };
  const colour = data.slice(start, start + 3).join();
  return { colour, red: red < data.length ? at : null, view };
}
