/**
 * A real Chromium with the built extension in it, on a profile of its own.
 * It is built at set-up (scripts/setup.mjs); by hand: `wxt build apps/extension`.
 *
 * The one thing that a test cannot do is to click the browser's own permission
 * prompt; so the sites that a person would grant there are granted by the copy
 * of the manifest that is loaded (`grants`), and nothing else of it differs.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type CDPSession, type Page } from 'playwright-core';
import { z } from 'zod';

const manifestSchema = z.looseObject({
  permissions: z.array(z.string()),
  optional_permissions: z.array(z.string()),
});

const root = join(import.meta.dirname, '..');

export interface ExtensionWorldOptions {
  /** Match patterns that the person has granted; default: all sites. */
  readonly grants?: readonly string[];
  /** A profile to come back to (a restart); default: a new one, removed at the end. */
  readonly profileDir?: string;
  /** Switches of Playwright's own that are left out. */
  readonly without?: readonly string[];
  /** More switches of Chromium. */
  readonly args?: readonly string[];
  /** The environment of a desktop to show its window on; default: no window. */
  readonly desktop?: Readonly<Record<string, string>>;
}

export interface ExtensionWorld {
  readonly id: string;
  readonly context: BrowserContext;
  /** The protocol of the browser as a whole. */
  readonly browser: CDPSession;
  readonly profileDir: string;
  /** Opens one of the extension's own pages, such as `me.html`. */
  openOwnPage(path: string): Promise<Page>;
  /** Kills the service worker as the browser does; resolves once it is gone. */
  stopWorker(): Promise<void>;
  /** Kills every process of the browser at once, as a crash or a power cut does. */
  kill(): Promise<void>;
  /** Ends the browser; the profile stays where the caller named it. */
  close(): Promise<void>;
}

/** Beside the profile's own files: a browser that comes back finds it where it was, or forgets its data. */
async function unpack(profileDir: string, grants: readonly string[]): Promise<string> {
  const folder = join(profileDir, 'understudy-extension');
  await cp(join(root, '.output', 'chrome-mv3'), folder, { recursive: true });
  await grantSites(folder, grants);
  return folder;
}

/** Writes into a built extension's manifest what a person would grant at the browser's prompt. */
export async function grantSites(folder: string, grants: readonly string[]): Promise<void> {
  const path = join(folder, 'manifest.json');
  const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
  const { permissions, optional_permissions: optional } = manifestSchema.parse(manifest);
  const granted = {
    ...Object(manifest),
    permissions: [...permissions, ...optional],
    host_permissions: grants,
  };
  await writeFile(path, JSON.stringify(granted));
}

export async function startExtension(options: ExtensionWorldOptions = {}): Promise<ExtensionWorld> {
  const profileDir = options.profileDir ?? (await mkdtemp(join(tmpdir(), 'understudy-profile-')));
  const folder = await unpack(profileDir, options.grants ?? ['<all_urls>']);
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: '/usr/bin/chromium',
    headless: options.desktop === undefined,
    ...(options.desktop === undefined ? {} : { env: options.desktop, viewport: null }),
    ignoreDefaultArgs: ['--disable-extensions', ...(options.without ?? [])],
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
  const chromiumItself = context.browser();
  if (chromiumItself === null) throw new Error('Playwright gives no browser of this context.');
  const browser = await chromiumItself.newBrowserCDPSession();
  const { id } = await browser.send('Extensions.loadUnpacked', { path: folder });
  return {
    id,
    context,
    browser,
    profileDir,
    openOwnPage: async (path) => {
      const page = await context.newPage();
      await page.goto(`chrome-extension://${id}/${path}`);
      return page;
    },
    stopWorker: async () => {
      const page = context.pages()[0] ?? (await context.newPage());
      const session = await context.newCDPSession(page);
      await session.send('ServiceWorker.enable');
      await session.send('ServiceWorker.stopAllWorkers');
      await session.detach();
    },
    kill: async () => {
      const gone = new Promise<void>((resolve) => context.once('close', () => resolve()));
      const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
      for (const { id: pid } of processInfo) if (pid > 0) killProcess(pid);
      await gone;
    },
    close: async () => {
      await context.close();
      // What ended with the browser may still be writing.
      if (options.profileDir === undefined)
        await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // A child that went with its parent is as dead.
  }
}
