/** The packages in the contributor's browser: bundled, under an extension's policy, agreeing with Node. */
import { systemClock, systemRandom } from '@understudy/base';
import { verifyRequest } from '@understudy/protocol';
import { decodeSegment } from '@understudy/recording';
import { dangerouslyRebrandClean } from '@understudy/redact';
import { parseAgeRecipient, sealSegment } from '@understudy/seal';
import { Decrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLocalServer, type LocalServer } from '../src/local-server.ts';
import type { BrowserPage } from './browser-page.ts';

declare const page: BrowserPage;

/** What Chromium allows the pages of an extension at most, WebAssembly included. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; object-src 'self'";

async function bundle(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      rolldownOptions: {
        input: new URL('browser-page.ts', import.meta.url).pathname,
        output: { codeSplitting: false },
      },
    },
  });
  const [result] = Array.isArray(output) ? output : [output];
  const [script] = result !== undefined && 'output' in result ? result.output : [];
  if (script?.type !== 'chunk') throw new TypeError('vite built no script');
  return script.code;
}

function serve(script: string): Promise<LocalServer> {
  return startLocalServer((request, response) => {
    response.setHeader('content-security-policy', policy);
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript; charset=utf-8' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>',
    );
  });
}

describe('the packages in a browser', () => {
  let script = '';
  let server: LocalServer;
  let browser: Browser;
  let tab: Page;

  beforeAll(async () => {
    script = await bundle();
    server = await serve(script);
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    tab = await browser.newPage();
    await tab.goto(server.origin);
    await tab.waitForFunction(() => 'page' in globalThis);
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  test('are one script without anything of Node', () => {
    expect(script).not.toMatch(/from\s*["']node:|\brequire\(["']|__vite-browser-external/);
    // The model and the word lists are in it.
    expect(script.length).toBeGreaterThan(1_000_000);
  });

  async function recordInPage(title: string): Promise<Uint8Array> {
    const identity = await generateHybridIdentity();
    const recipient = await identityToRecipient(identity);
    const sealed = await tab.evaluate((asked) => page.record(asked.title, asked.recipient), {
      title,
      recipient,
    });
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return decrypter.decrypt(new Uint8Array(Buffer.from(sealed, 'base64')));
  }

  test('redact and seal what age-encryption opens and Node reads', async () => {
    const mcap = await recordInPage('Letter to zoe.miller@corp.de');
    const { events } = await decodeSegment(mcap);
    const title: unknown = expect.stringMatching(/^Letter to \S+@/);
    expect(events).toMatchObject([{ kind: 'window', title }]);
    expect(JSON.stringify(events)).not.toContain('zoe.miller');
  });

  test('open and read what Node sealed', async () => {
    const content = await decodeSegment(await recordInPage('A title'));
    const recipient = parseAgeRecipient(await tab.evaluate(() => page.makeKey()));
    // What the page itself redacted, as it was.
    const clean = dangerouslyRebrandClean(content);
    const { bytes } = await sealSegment(clean, [recipient], systemRandom);
    const sealed = Buffer.from(bytes).toString('base64');
    expect(await tab.evaluate((file) => page.titles(file), sealed)).toEqual(['A title']);
  });

  test('sign, with a key that never leaves, what a server accepts', async () => {
    const { publicJwk, authorization } = await tab.evaluate(() => page.sign());
    const verified = await verifyRequest(
      authorization,
      { method: 'GET', target: '/', service: 'vault' },
      {
        clock: systemClock,
        keyOf: () => Promise.resolve({ publicJwk, owner: 'the page' }),
        sinceMs: 0,
        remember: () => true,
      },
    );
    expect(verified.owner).toBe('the page');
  });

  test('hold all that a page needs', async () => {
    expect(await tab.evaluate(() => page.holds())).toBe(true);
  });
});
