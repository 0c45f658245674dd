import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from 'wxt';
import { hasFirefox, startFirefox } from './firefox.ts';

if (!hasFirefox) console.warn('SKIPPED: there is no firefox-esr on this machine.');

test.skipIf(!hasFirefox)(
  'Firefox takes the extension built from the one source, and its host answers',
  async () => {
    const outDir = await mkdtemp(join(tmpdir(), 'understudy-build-'));
    await build({ root: join(import.meta.dirname, '..'), browser: 'firefox', outDir });
    const world = await startFirefox(join(outDir, 'firefox-mv3'));
    try {
      // The host lives in the background page; it alone knows that no vault was joined yet.
      await world.open('me.html');
      await expect.poll(() => world.evaluate('location.pathname')).toBe('/join.html');
      expect(await world.evaluate('browser.action.getBadgeText({})')).toBe('');
      expect(
        await world.evaluate(
          'browser.scripting.getRegisteredContentScripts().then((all) => all.length)',
        ),
      ).toBe(0);
    } finally {
      await world.close();
      await rm(outDir, { recursive: true, force: true });
    }
  },
);
