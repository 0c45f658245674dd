import type { Box } from '../src/hands/place.ts';
import { startChromium, startDesktop } from '@understudy/testkit';
import { chromium } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createHands } from '../src/hands/hands.ts';
import { clerk, plantedValues } from '../src/order-desk/customers.ts';
import { startOrderDesk } from '../src/order-desk/server.ts';

const post = (
  url: string,
  form: Readonly<Record<string, string>>,
  cookie = '',
): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { cookie },
    redirect: 'manual',
  });

describe('the order desk', () => {
  test('shows nothing of a customer to somebody who did not sign in', async () => {
    const desk = await startOrderDesk({ port: 0 });
    for (const path of ['/customers?query=c-', '/customers/C-1042', '/customers/C-1042/delivery']) {
      const text = await (await fetch(desk.origin + path)).text();
      expect(text).toContain('Sign in');
      for (const { value } of plantedValues()) expect(text).not.toContain(value);
    }
    const refused = await post(`${desk.origin}/customers/C-1042/delivery`, { street: 'x' });
    expect(await refused.text()).toContain('Sign in');
    await desk.stop();
  });

  test('refuses a wrong password, and a form that is too long', async () => {
    const desk = await startOrderDesk({ port: 0 });
    const wrong = await post(`${desk.origin}/sign-in`, { user: clerk.user, password: 'guess' });
    expect(wrong.status).toBe(403);
    const long = await post(`${desk.origin}/sign-in`, { user: 'a'.repeat(20_000) });
    expect(long.status).toBe(400);
    await desk.stop();
  });

  test('escapes what a customer search holds', async () => {
    const desk = await startOrderDesk({ port: 0 });
    const signedIn = await post(`${desk.origin}/sign-in`, clerk);
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const found = await fetch(`${desk.origin}/customers?query=${encodeURIComponent('"><b>')}`, {
      headers: { cookie },
    });
    expect(await found.text()).not.toContain('"><b>');
    await desk.stop();
  });
});

describe('hands', () => {
  test('sign in at the order desk in a real browser and change an address', async () => {
    const desk = await startOrderDesk({ port: 0 });
    const desktop = await startDesktop({ width: 1280, height: 800 });
    const app = await startChromium({ desktop, url: desk.origin });
    const browser = await chromium.connectOverCDP(app.debuggerUrl);
    const page = browser.contexts()[0]?.pages()[0];
    const hands = await createHands(desktop.display);
    if (page === undefined) throw new Error('Chromium has no page.');

    // A mouse event tells where the page stands on the screen.
    const offset = page.evaluate(
      () =>
        new Promise<{ x: number; y: number }>((resolve) => {
          addEventListener(
            'mousemove',
            ({ screenX, screenY, clientX, clientY }) =>
              resolve({ x: screenX - clientX, y: screenY - clientY }),
            { once: true },
          );
        }),
    );
    await hands.moveTo({ x: 600, y: 500, width: 20, height: 20 });
    const { x, y } = await offset;
    const target = async (testId: string): Promise<Box> => {
      const place = page.getByTestId(testId);
      await place.waitFor();
      // Chromium lets presses pass until a page was painted for the first time.
      await page.waitForFunction(() => performance.getEntriesByType('paint').length > 0);
      const box = await place.boundingBox();
      if (box === null) throw new Error(`${testId} has no place.`);
      return { ...box, x: box.x + x, y: box.y + y };
    };

    await hands.click(await target('user'));
    await hands.type(clerk.user);
    await hands.press('Tab');
    await hands.type(clerk.password);
    await hands.click(await target('sign-in'));
    await hands.click(await target('query'));
    await hands.type('C-1042\n');
    await hands.click(await target('open-C-1042'));
    await hands.click(await target('edit-delivery'));
    await hands.click(await target('street'), 3);
    await hands.type('48 Harbour Lane');
    await hands.click(await target('save'));
    await page.getByTestId('saved').waitFor();

    expect(desk.customers()[0]?.addresses.delivery.street).toBe('48 Harbour Lane');
    hands.close();
    await browser.close();
    await desktop.stop();
    await desk.stop();
  });

  test('say that no X server is there', async () => {
    await expect(createHands(':4099')).rejects.toMatchObject({ code: 'noXServer' });
  });
});
