/**
 * Every page in every state: no violation of WCAG that axe finds, in both
 * themes; nothing that scrolls sideways, from the narrowest screen to the widest.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTabs, toFailed, toStale, toThere, toWaiting, type Tab } from './states/cut.ts';
import { looksWrong } from './states/look.ts';
import { openScene, type Scene } from './states/scene.ts';
import { states } from './states/states.ts';

let scene: Scene & AsyncDisposable;
/** The state that was not reached; those after it cannot be either. */
let lost: string | null = null;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

test.each(states)('$page: $state', async ({ page, state, reach, leave }) => {
  if (lost !== null) throw new Error(`Not tried, for “${lost}” was not reached.`);
  lost = `${page}: ${state}`;
  const person = await reach(scene);
  const wrong = await looksWrong(person.page);
  await leave?.(scene);
  lost = null;
  expect(wrong).toEqual([]);
});

describe('with its server cut off, every page', () => {
  let tabs: readonly Tab[] = [];

  const all = async (act: (tab: Tab) => Promise<void>): Promise<readonly string[]> => {
    await Promise.all(tabs.map(act));
    const wrong: string[] = [];
    for (const { address, page } of tabs) {
      wrong.push(...(await looksWrong(page)).map((line) => `${address}: ${line}`));
    }
    return wrong;
  };

  test('says that it still waits', async () => {
    tabs = await openTabs(scene);
    expect(await all(toWaiting)).toEqual([]);
  });

  test('says what failed, and comes back by a press', async () => {
    expect(await all(toFailed)).toEqual([]);
    await Promise.all(tabs.map(toThere));
  });

  test('says of what it shows that it may have changed', async () => {
    expect(await all(toStale)).toEqual([]);
  });

  test('stands in the list', () => {
    const routers = ['contributor', 'vault'].map((home) =>
      readFileSync(new URL(`../../apps/console/src/${home}/router.tsx`, import.meta.url), 'utf8'),
    );
    const addresses = [...routers.join('').matchAll(/path: '([^']+)'/g)].map(([, path]) => path);
    expect(tabs.map(({ address }) => address)).toEqual(expect.arrayContaining(addresses));
    expect(states.map(({ page }) => page)).toEqual(expect.arrayContaining(addresses));
  });
});

test('saw no page complain, and no page call another host', () => {
  const { me, researcher, steward, operator } = scene;
  const complaints = [me, researcher, steward, operator].flatMap(({ complaints }) => complaints);
  // Servers that were stopped, and a part that was cut off, on purpose.
  const meant = /^Failed to load resource|^TypeError: Failed to fetch dynamically imported module/;
  expect(complaints.filter((line) => !meant.test(line))).toEqual([]);
});
