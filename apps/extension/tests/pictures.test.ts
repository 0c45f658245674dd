import { servePages } from '@understudy/testkit/local-server';
import { expect, test } from 'vitest';
import { startServers } from '../../companion/tests/servers.ts';
import { countTakenPictures, countAskedPictures, startRecordingWorld } from './recording-world.ts';

/** Only its button changes anything that can be seen. */
const page = `<!doctype html><title>Still</title><body style="margin:0">
  <p style="margin:0;height:100px">Nothing here does anything</p>
  <button onclick="document.body.style.background = 'navy'">Paint</button>`;

test('of a picture that shows what the last one showed no document is asked', async () => {
  const site = await servePages({ '/': page });
  const servers = await startServers({
    apps: [{ kind: 'sites', app: 'chromium', origins: [site.origin] }],
  });
  const world = await startRecordingWorld(servers);
  try {
    const taken = await countTakenPictures(world);
    const still = await world.recordOn(site.origin);
    const asked = await countAskedPictures(still);
    await expect.poll(taken).toBeGreaterThan(0);
    const [takenBefore, askedBefore] = [await taken(), await asked()];
    for (let press = 0; press < 4; press += 1) {
      const before = await taken();
      await still.click('p');
      await expect.poll(taken).toBeGreaterThan(before);
    }
    const painted = await asked();
    await still.click('button');
    await expect.poll(asked).toBeGreaterThan(painted);
    // One that was underway may have been counted on one side only.
    const [takenSince, askedSince] = [(await taken()) - takenBefore, (await asked()) - askedBefore];
    expect(takenSince - askedSince).toBeGreaterThanOrEqual(3);
  } finally {
    await world.close();
    await servers.stop();
    await site.close();
  }
});
