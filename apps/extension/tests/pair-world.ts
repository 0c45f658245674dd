/**
 * A browser with the extension on a desktop under capture, the one speaking to
 * the other through the browser's own native messaging. The browser shows no
 * accessibility: what is known of its pages, the extension told.
 */
import { createId, systemClock, systemRandom } from '@understudy/base';
import {
  openX11Desktop,
  serveBrowsers,
  startCapture,
  type BrowserLink,
  type Browsers,
  type Capture,
  type CaptureState,
} from '@understudy/capture';
import { openHome, pairBrowser } from '@understudy/companion';
import {
  generateSigningKey,
  issueReceipt,
  requireLiveConsent,
  verifyReceipt,
  type AllowedApp,
  type LiveConsent,
  type Program,
} from '@understudy/consent';
import type { RawEvent } from '@understudy/recording';
import { createTestHands, startDesktop, type TestHands } from '@understudy/testkit';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startExtension, type ExtensionWorld } from './world.ts';

export interface PairWorld {
  readonly extension: ExtensionWorld;
  readonly page: Page;
  readonly hands: TestHands;
  readonly capture: Capture;
  /** Whether the extension speaks for the browser that it runs in. */
  speaks(): ReturnType<Browsers['speaksFor']>;
  /** What the companion asks the browser by; null: it is gone. */
  link(): BrowserLink | null;
  readonly events: readonly RawEvent[];
  readonly states: readonly CaptureState[];
  /** Resolves with the first event that is wanted, from the start. */
  until<Kept extends RawEvent>(wanted: (event: RawEvent) => event is Kept): Promise<Kept>;
  untilState(kind: CaptureState['kind']): Promise<CaptureState>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PairWorldOptions {
  /** The page at `/`; others by path. */
  readonly pages: Readonly<Record<string, string>>;
}

export async function startPairWorld({ pages }: PairWorldOptions): Promise<PairWorld> {
  const desktop = await startDesktop();
  const site = await serve(pages);
  const home = await openHome(join(desktop.dir, 'home'), systemClock, systemRandom);
  const browsers = await serveBrowsers(join(home.dir, 'browser.sock'), systemClock);
  const profileDir = join(desktop.dir, 'profile');
  await mkdir(profileDir);
  await pairBrowser(home, { browser: 'chromium', extension: extensionId, profile: profileDir });
  const extension = await startExtension({ profileDir, desktop: desktop.env });
  const page = extension.context.pages()[0] ?? (await extension.context.newPage());
  await page.goto(site.origin);

  const events: RawEvent[] = [];
  const states: CaptureState[] = [];
  const waiting = new Set<() => void>();
  const told = (): void => {
    for (const look of waiting) look();
  };
  const when = <Value>(find: () => Value | undefined): Promise<Value> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const ports = await openX11Desktop({ display: desktop.display, browsers });
  const consent = await consentTo([{ kind: 'sites', app: 'chromium', origins: [site.origin] }]);
  const capture = await startCapture({
    consent,
    program: consent.program,
    tier: 'screen',
    desktop: ports,
    clock: systemClock,
    random: systemRandom,
    startNs: systemClock.monotonicNs(),
    onRaw: (batch) => {
      for (const event of batch)
        events.push(event.kind === 'rawFrame' ? { ...event, pixels: event.pixels.slice() } : event);
      told();
    },
    onState: (state) => {
      states.push(state);
      told();
    },
    onLedger: () => undefined,
  });
  const hands = await createTestHands(desktop);
  const { processInfo } = await extension.browser.send('SystemInfo.getProcessInfo');
  const browserProcess = processInfo.find(({ type }) => type === 'browser')?.id ?? null;
  return {
    extension,
    page,
    hands,
    capture,
    ...{
      browsersForBench: { link: () => browsers.linkOf({ processId: browserProcess } as never) },
    },
    speaks: () => browsers.speaksFor(browserProcess),
    link: () => browsers.linkOf({ processId: browserProcess }),
    events,
    states,
    until: (wanted) => when(() => events.find(wanted)),
    untilState: (kind) => when(() => states.find((state) => state.kind === kind)),
    [Symbol.asyncDispose]: async () => {
      await capture.stop();
      hands.close();
      await ports.close();
      await extension.close();
      await browsers.close();
      site.server.close();
      await desktop.stop();
    },
  };
}

/** By the `key` of the manifest. */
const extensionId = 'gbabaokanpmgbgfmklededhleolgfbgd';

async function consentTo(apps: readonly AllowedApp[]): Promise<LiveConsent> {
  const program: Program = {
    program: createId('program', systemClock, systemRandom),
    title: 'Orders',
    controller: 'Example Ltd',
    purposes: ['agentTraining'],
    purposeText: 'To learn how orders are changed.',
    apps,
    tiers: ['screen'],
    region: 'eu',
    retentionDays: 30,
    startsAt: '2020-01-01T00:00:00.000Z',
    endsAt: '2099-01-01T00:00:00.000Z',
    steward: createId('steward', systemClock, systemRandom),
  };
  const key = await generateSigningKey();
  const device = createId('device', systemClock, systemRandom);
  const contributor = createId('contributor', systemClock, systemRandom);
  const receipt = createId('receipt', systemClock, systemRandom);
  const signed = await issueReceipt(
    { receipt, program, contributor, device, tiers: ['screen'] },
    key,
    systemClock,
  );
  const known = [{ device, contributor, publicJwk: key.publicJwk }];
  const nowMs = systemClock.nowMs();
  return requireLiveConsent(await verifyReceipt(signed, known, nowMs), [], program, nowMs);
}

async function serve(
  pages: Readonly<Record<string, string>>,
): Promise<{ readonly origin: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const html = pages[(request.url ?? '').split('?')[0] ?? ''];
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html' });
    response.end(html ?? '');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return { origin: `http://127.0.0.1:${address.port}`, server };
}
