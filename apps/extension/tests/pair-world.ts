/**
 * A browser with the extension on a desktop under capture, the one speaking to
 * the other through the browser's own native messaging. The browser shows no
 * accessibility: what is known of its pages, the extension told.
 */
import { systemClock, systemRandom } from '@understudy/base';
import {
  openX11Desktop,
  serveBrowsers,
  type BrowserLink,
  type Browsers,
} from '@understudy/capture';
import { openHome, pairBrowser } from '@understudy/companion';
import {
  consentTo,
  createTestHands,
  startDesktop,
  startTestCapture,
  type TestCapture,
  type TestHands,
} from '@understudy/testkit';
import { servePages } from '@understudy/testkit/local-server';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startExtension, type ExtensionWorld } from './world.ts';

export interface PairWorld extends TestCapture {
  readonly extension: ExtensionWorld;
  readonly page: Page;
  readonly hands: TestHands;
  /** Whether the extension speaks for the browser that it runs in. */
  speaks(): ReturnType<Browsers['speaksFor']>;
  /** What the companion asks the browser by; null: it is gone. */
  link(): BrowserLink | null;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PairWorldOptions {
  /** The page at `/`; others by path. */
  readonly pages: Readonly<Record<string, string>>;
  /** Match patterns that the person has granted; default: all sites. */
  readonly grants?: readonly string[];
  /** Whether the person had what is copied and pasted recorded. */
  readonly clipboard?: boolean;
}

export async function startPairWorld(options: PairWorldOptions): Promise<PairWorld> {
  const { pages, grants, clipboard = false } = options;
  const desktop = await startDesktop();
  const site = await servePages(pages);
  const home = await openHome(join(desktop.dir, 'home'), systemClock, systemRandom);
  const browsers = await serveBrowsers(join(home.dir, 'browser.sock'), systemClock);
  const profileDir = join(desktop.dir, 'profile');
  await mkdir(profileDir);
  await pairBrowser(home, { browser: 'chromium', profile: profileDir });
  const extension = await startExtension({
    profileDir,
    desktop: desktop.env,
    ...(grants === undefined ? {} : { grants }),
  });
  const page = extension.context.pages()[0] ?? (await extension.context.newPage());
  await page.goto(site.origin);

  const ports = await openX11Desktop({ display: desktop.display, browsers });
  const apps = [{ kind: 'sites' as const, app: 'chromium', origins: [site.origin] }];
  const told = await startTestCapture(ports, await consentTo(apps, 'screen'), 'screen', clipboard);
  const hands = await createTestHands(desktop);
  const { processInfo } = await extension.browser.send('SystemInfo.getProcessInfo');
  const browserProcess = processInfo.find(({ type }) => type === 'browser')?.id ?? null;
  return {
    ...told,
    extension,
    page,
    hands,
    speaks: () => browsers.speaksFor(browserProcess),
    link: () => browsers.linkOf({ processId: browserProcess }),
    [Symbol.asyncDispose]: async () => {
      await told.capture.stop();
      hands.close();
      await ports.close();
      await extension.close();
      await browsers.close();
      await site.close();
      await desktop.stop();
    },
  };
}
