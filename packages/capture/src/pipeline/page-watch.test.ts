/** When a page began that nobody announced. */
import { describe, expect, test } from 'vitest';
import type { DesktopWindow } from '../ports.ts';
import { createPageWatch, type PageChange, type ShownPage } from './page-watch.ts';

const window: DesktopWindow = {
  handle: 1,
  app: 'chromium',
  title: '',
  box: { x: 0, y: 0, width: 100, height: 100 },
  processId: 1,
  owner: 1,
};
const apps = [{ kind: 'sites' as const, app: 'chromium', origins: ['https://a.example'] }];
const ms = 1e6;

/** Asked at 0 and at 200 ms, with an answer after `answerMs`; the page is another the second time. */
async function beganAfter(
  pressesMs: readonly number[],
  answerMs = 10,
): Promise<{ beganMs: number; heldMs: readonly number[] }> {
  let now = 0;
  let shown: ShownPage = { url: 'https://a.example/1', isPrivate: false, pageTitle: 'One' };
  const changes: PageChange[] = [];
  const held: number[] = [];
  const watch = createPageWatch({
    apps,
    elements: {
      page: async () => {
        now += answerMs * ms;
        return shown;
      },
    },
    nowNs: () => now,
    presses: () => pressesMs.map((atMs) => atMs * ms),
    holdFrom: (atNs) => {
      held.push(atNs / ms);
      return () => held.pop();
    },
    onChange: (change) => {
      // What happened since waits until it is told.
      expect(held).toEqual([changes.length * 200]);
      changes.push(change);
    },
  });
  await watch.read([window]);
  shown = { ...shown, url: 'https://a.example/2' };
  now = 200 * ms;
  await watch.read([window]);
  return { beganMs: Math.floor((changes[1]?.beganNs ?? 0) / ms), heldMs: held };
}

describe('a page that replaced another', () => {
  test.each<[string, readonly number[], number, number]>([
    ['when it was asked for, where nobody pressed anything', [], 10, 200],
    ['when it was asked for, where the press came before', [150], 10, 200],
    ['right after the press, where that came while the answer was on its way', [250], 600, 250],
    [
      'when it was asked for, where the press came late enough to be for the new page',
      [700],
      600,
      200,
    ],
  ])('began %s', async (_, pressesMs, answerMs, beganMs) => {
    expect(await beganAfter(pressesMs, answerMs)).toEqual({ beganMs, heldMs: [] });
  });
});
