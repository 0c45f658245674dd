import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from 'wxt';
import { startServers } from '../../companion/tests/servers.ts';
import { companionOf } from './call-companion.ts';
import { hasFirefox, startFirefox } from './firefox.ts';
import { clicksIn } from './recording-world.ts';
import { servePages } from '@understudy/testkit/local-server';
import { grantSites } from './world.ts';

if (!hasFirefox) console.warn('SKIPPED: there is no firefox-esr on this machine.');

const registered =
  'browser.scripting.getRegisteredContentScripts().then((scripts) => scripts.length)';

const tiersShown = 'document.querySelectorAll("[role=radio]").length';

test.skipIf(!hasFirefox)(
  'in Firefox, built from the one source, a session is recorded, looked through and uploaded',
  async () => {
    const site = await servePages({
      '/': `<!doctype html><title>Orders</title>
        <label>Note <input id="note"></label>
        <label>Password <input id="password" type="password"></label>
        <button id="save">Save order</button>`,
    });
    const origins = [site.origin];
    const servers = await startServers({ apps: [{ kind: 'sites', app: 'firefox', origins }] });
    const outDir = await mkdtemp(join(tmpdir(), 'understudy-build-'));
    await build({ root: join(import.meta.dirname, '..'), browser: 'firefox', outDir });
    const folder = join(outDir, 'firefox-mv3');
    await grantSites(folder, ['<all_urls>']);
    const world = await startFirefox(folder);
    try {
      // The host lives in the background page; it alone knows that no vault was joined yet.
      const me = await world.openOwnPage('me.html');
      await expect.poll(() => me.evaluate('location.pathname')).toBe('/join.html');
      expect(await me.evaluate('browser.action.getBadgeText({})')).toBe('');
      expect(await me.evaluate(registered)).toBe(0);

      const { program } = servers;
      await me.chooseFile('#file', servers.joinFile);
      await expect.poll(() => me.evaluate('document.querySelector("button").disabled')).toBe(false);
      await me.click('button');
      await expect.poll(() => me.evaluate('location.pathname')).toBe('/me.html');
      const companion = companionOf((work, call) => me.call(work, call));
      await me.clickOn('Programs');
      const { programs } = await companion.call('listPrograms');
      await me.clickOn(programs[0]?.title ?? '');
      await expect.poll(() => me.evaluate(tiersShown)).toBeGreaterThan(0);
      await me.click('label:last-of-type [role=radio]');
      await me.clickOn('I consent');
      const consent = async () => (await companion.call('listPrograms')).programs[0]?.consent;
      await expect.poll(consent).toMatchObject({ kind: 'live', tier: 'screen' });
      await companion.call('start', { body: { program, tier: 'screen' } });
      await expect.poll(() => me.evaluate(registered)).toBe(1);

      const page = await world.open(site.origin);
      await page.click('#note');
      await page.type('call +49 170 5551234');
      await page.click('#password');
      await page.type('hunter2secret');
      await page.click('#save');
      const ended = await companion.call('stop');
      if (ended === null) throw new Error('Nothing was being recorded.');
      const { session } = ended;

      const timeline = await companion.call('timeline', { params: { session } });
      expect(clicksIn(timeline)).toEqual(['Note', 'Password', 'Save order']);
      expect(JSON.stringify(timeline)).not.toMatch(/5551234|hunter2/);
      const status = async () => {
        const held = await companion.call('getSession', { params: { session } });
        expect(held.problems).toEqual([]);
        return held.status.kind;
      };
      await companion.call('markReviewed', { params: { session } });
      await companion.call('share', { params: { session } });
      await expect.poll(status).toBe('shared');
    } finally {
      await world.close();
      await servers.stop();
      await site.close();
      await rm(outDir, { recursive: true, force: true });
    }
  },
);
