/** What `understudy pair` writes for a browser; the pair at work is in apps/extension/tests/pair.test.ts. */
import { systemClock, systemRandom } from '@understudy/base';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pairBrowser } from '../src/browser-pairing.ts';
import { openHome, type Home } from '../src/home.ts';

let folder = '';
let home: Home;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "understudy-'pair-"));
  home = await openHome(join(folder, 'home'), systemClock, systemRandom);
});
afterEach(() => rm(folder, { recursive: true }));

test.each(['', 'nonsense', `${'a'.repeat(32)}/../x`, 'A'.repeat(32)])(
  'the id "%s" is refused, and nothing is written',
  async (extension) => {
    const profile = join(folder, 'profile');
    await expect(
      pairBrowser(home, { browser: 'chromium', extension, profile }),
    ).rejects.toMatchObject({ code: 'badExtension' });
    await expect(stat(profile)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);

test('a home whose path is too long for a socket is refused, and nothing is written', async () => {
  const far = await openHome(join(folder, 'x'.repeat(100)), systemClock, systemRandom);
  const profile = join(folder, 'profile');
  await expect(pairBrowser(far, { browser: 'chromium', profile })).rejects.toMatchObject({
    code: 'badHome',
  });
  await expect(stat(profile)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('the manifest lets one extension start the host, whose script only its owner may change', async () => {
  const path = await pairBrowser(home, { browser: 'chromium', profile: join(folder, 'profile') });
  const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
  const script = join(home.dir, 'browser-host.sh');
  expect(manifest).toMatchObject({
    name: 'org.understudy.companion',
    type: 'stdio',
    path: script,
    allowed_origins: [expect.stringMatching(/^chrome-extension:\/\/[a-p]{32}\/$/)],
  });
  expect((await stat(script)).mode & 0o777).toBe(0o700);
  // A quote in the path does not end it.
  expect(await readFile(script, 'utf8')).toContain(`--home '${home.dir.replace("'", `'\\''`)}'`);
});
