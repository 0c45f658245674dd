/** Sign-in through a real provider, as a browser does it: redirects, cookies, forms. */
import { createConsoleClient } from '@understudy/courier';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBrowser, signIn } from './browser.ts';
import { startUp, type UpProcess } from './up-process.ts';

let up: UpProcess;
beforeAll(async () => {
  up = await startUp();
});
afterAll(async () => {
  await up.stop();
});

const same = { 'x-understudy-csrf': '1', 'content-type': 'application/json' };

describe('a steward who signed in', () => {
  test('is known, and reads what stewards read', async () => {
    const browser = await signIn(up.console, 'steward-1');
    const who = await browser.go(`${up.console}/v1/who`);
    expect(await who.json()).toMatchObject({ kind: 'steward' });
    expect((await browser.go(`${up.console}/v1/grants`)).status).toBe(200);
    expect((await browser.go(`${up.console}/v1/sessions`)).status).toBe(404);
  });

  test('is still signed in after every process was started again', async () => {
    const browser = await signIn(up.console, 'steward-1');
    up = await up.restart();
    const who = await browser.go(`${up.console}/v1/who`);
    expect(await who.json()).toMatchObject({ kind: 'steward' });
  });

  test('cannot be made to act by another site', async () => {
    const browser = await signIn(up.console, 'steward-1');
    const act = (headers: Record<string, string>): Promise<Response> =>
      browser.go(`${up.console}/v1/sign-out`, { method: 'POST', headers });
    expect((await act({ ...same, origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await act({ origin: up.console })).status).toBe(403);
    expect((await act(same)).status).toBe(403);
    expect((await act({ ...same, origin: up.console })).status).toBe(200);
    expect((await browser.go(`${up.console}/v1/who`)).status).toBe(401);
  });
});

test('an operator counts, and reads nothing', async () => {
  const browser = await signIn(up.console, 'operator');
  expect((await browser.go(`${up.console}/v1/status`)).status).toBe(200);
  const closed = ['grants', 'sessions', 'datasets', 'releases', 'erasures', 'notices', 'drafts'];
  const answers = await Promise.all(closed.map((path) => browser.go(`${up.console}/v1/${path}`)));
  expect(answers.map(({ status }) => status)).toEqual(closed.map(() => 404));
});

test('nobody is signed in without a sign-in', async () => {
  await expect(createConsoleClient({ baseUrl: up.console }).call('who')).rejects.toMatchObject({
    code: 'signInNeeded',
  });
});

test('the way to the provider is bound to this browser, by a cookie that no script reads', async () => {
  const begun = await fetch(`${up.console}/v1/sign-in`, { redirect: 'manual' });
  expect(begun.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^__Host-understudy-sign-in=[\w-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
    ),
  ]);
});

test('a sign-in that another browser began ends nowhere', async () => {
  const begun = createBrowser();
  const page = await begun.go(`${up.console}/v1/sign-in`);
  const answer = await fetch(`${up.console}/v1/sign-in/callback?code=x&state=${'a'.repeat(43)}`);
  expect(page.status).toBe(200);
  expect(answer.status).toBe(401);
});
