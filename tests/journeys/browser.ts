/** Debian's Chromium as one person's browser, with a passkey device of its own where asked. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

export interface PersonBrowser {
  readonly page: Page;
  /** Everything that the pages complained of, and every host that they called but localhost. */
  readonly complaints: readonly string[];
  /** Whether the person is who they say, where the browser asks for their passkey; at first yes. */
  verifyPerson(isThem: boolean): Promise<void>;
  /** Violations of WCAG that axe finds on the page as it is. */
  axe(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface BrowserLook {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Once two frames are drawn: until then a new theme stands in some colours, and not in others. */
const axeRun = `new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  .then(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }))
  .then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any }) => [id, ...target, any[0]?.message].join(' ')),
    ),
  )`;

/** A string runs as the inspector's own, which the pages' policy does not forbid. */
export const axeOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`${axeSource};${axeRun}`);

export async function openBrowser(look: BrowserLook = {}): Promise<PersonBrowser> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    colorScheme: look.theme ?? 'light',
    reducedMotion: 'reduce',
  });
  // Only ends what hangs; a little before the test does, so that it says what it waited for.
  context.setDefaultTimeout(280_000);
  const complaints: string[] = [];
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    const local = ['localhost', '127.0.0.1'].includes(hostname);
    if (!local && !['data:', 'blob:'].includes(protocol)) complaints.push(`called ${hostname}`);
  });
  const verifyPerson = await addAuthenticator(context, page);
  return {
    page,
    complaints,
    verifyPerson,
    axe: () => axeOf(page),
    close: () => browser.close(),
  };
}

/** A passkey device in software that says yes to everything, until it is told otherwise (WebAuthn, virtual authenticators). */
async function addAuthenticator(
  context: BrowserContext,
  page: Page,
): Promise<PersonBrowser['verifyPerson']> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async (isThem) => {
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: isThem });
  };
}
