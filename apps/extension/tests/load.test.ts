import { expect, test } from 'vitest';
import { startExtension } from './world.ts';

test('the built extension loads into Chromium and opens its page', async () => {
  const world = await startExtension();
  try {
    const page = await world.openOwnPage('me.html');
    expect(await page.title()).toBe('Understudy');
    await world.stopWorker();
  } finally {
    await world.close();
  }
});
