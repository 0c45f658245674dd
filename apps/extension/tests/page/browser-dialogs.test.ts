import { startDesktop, type TestDesktop } from '@understudy/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPageWorld, type PageWorld } from './page-world.ts';

const pages = {
  '/': `<!doctype html><body>
    <button id="alert" onclick="alert('Saved')">Alert</button>
    <button id="confirm" onclick="setTimeout(() => confirm('Sure?'))">Confirm</button>
    <button id="prompt" onclick="fetch('/').then(() => prompt('Name?'))">Prompt</button>
    <button id="slow" onclick="const since = performance.now(); while (performance.now() - since < 600);">Slow</button>
    <a id="leave" href="/elsewhere">Leave</a>
    <script>addEventListener('beforeunload', (event) => event.preventDefault());</script>`,
};

/** As long as a person reads before she answers. */
const readMs = 600;

let desktop: TestDesktop;
let world: PageWorld;
beforeAll(async () => {
  desktop = await startDesktop({ accessibility: false });
  world = await startPageWorld({ pages, desktop: desktop.env });
});
afterAll(async () => {
  await world.close();
  await desktop.stop();
});

/** Answers what the browser asks once the button is pressed, as late as a person does. */
async function press(page: Page, button: string): Promise<void> {
  const asked = page.waitForEvent('dialog');
  const pressed = page.click(button, { noWaitAfter: true });
  const dialog = await asked;
  await new Promise((resolve) => {
    setTimeout(resolve, readMs);
  });
  await dialog.dismiss();
  await pressed;
}

async function heldMs(): Promise<readonly number[]> {
  return (await world.records()).flatMap((record) =>
    record.kind === 'browserDialog' ? [record.durationMs] : [],
  );
}

test('a dialogue of the browser is told by how long it held the page; a slow script is none', async () => {
  const page = await world.open('/');
  // The tests' own browser pretends that its pages always have the focus.
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  await page.click('#slow');
  for (const [index, button] of ['#alert', '#confirm', '#prompt', '#leave'].entries()) {
    await press(page, button);
    await expect.poll(heldMs).toHaveLength(index + 1);
  }
  for (const durationMs of await heldMs()) expect(durationMs).toBeGreaterThanOrEqual(readMs - 50);
});
