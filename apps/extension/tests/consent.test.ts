import { servePages, type LocalServer } from '@understudy/testkit/local-server';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServers, type TestServers } from '../../companion/tests/servers.ts';
import { startExtension, type ExtensionWorld } from './world.ts';

let site: LocalServer;
let servers: TestServers;
let world: ExtensionWorld;
let page: Page;

beforeAll(async () => {
  site = await servePages({ '/': '<!doctype html><title>Site</title>' });
  const sites = { kind: 'sites', app: 'chromium', origins: [site.origin] } as const;
  servers = await startServers({ apps: [{ kind: 'app', app: 'mousepad' }, sites] });
  world = await startExtension();
  page = await world.openOwnPage('join.html');
});
afterAll(async () => {
  await world.close();
  await servers.stop();
  await site.close();
});

const asked = (): Promise<unknown> => page.evaluate(() => Reflect.get(globalThis, 'asked'));

test('a file that is none says so, until another one is chosen', async () => {
  const answer = page.getByRole('alert');
  const none = { name: 'join.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
  await page.setInputFiles('#file', none);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect
    .poll(() => answer.textContent())
    .toBe('That is no join file. Ask your operator for join.json.');
  await page.setInputFiles('#file', servers.joinFile);
  await expect.poll(() => answer.textContent()).toBe('');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.waitForURL(/me\.html/);
});

// The browser's own prompt takes no click of a test: what it would ask is written down and allowed.
const writeDown = (): Promise<void> =>
  page.evaluate(() => {
    const asked: unknown[] = [];
    Reflect.set(globalThis, 'asked', asked);
    Reflect.set(chrome.permissions, 'request', async (wanted: unknown) => {
      asked.push(wanted);
      return true;
    });
  });

test('a consent without pictures asks the browser for the program’s sites alone', async () => {
  await writeDown();
  await page.getByRole('link', { name: 'Read and decide' }).click();
  await page.getByRole('radio', { name: /^Screen/ }).click();
  await page.getByText('Your browser asks next whether Understudy may see all websites').waitFor();
  await page.getByRole('radio', { name: /^Text/ }).click();
  await page.getByText('Your browser asks next whether Understudy may see these sites').waitFor();
  await page.getByRole('button', { name: 'I consent' }).click();
  await page.getByRole('link', { name: 'Go on to recording' }).click();
  expect(await asked()).toEqual([{ origins: [`${site.origin}/*`], permissions: ['downloads'] }]);
});

test('before and while it records, the page speaks of what a browser records and shows', async () => {
  const start = page.getByRole('button', { name: /^Start recording for/ });
  await start.waitFor();
  expect(await page.getByText('Only these are recorded').textContent()).toBe(
    `Only these are recorded, whatever else you do meanwhile: chromium: ${site.origin}.`,
  );
  await start.click();
  await page.getByText('A sign at the foot of each of these pages says so too').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText('Nothing is being recorded').waitFor();
});
