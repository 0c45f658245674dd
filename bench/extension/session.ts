/** The same hands for every recorder: moves at a given rate, clicks, typing, the wheel. */
import type { CDPSession, Page } from 'playwright-core';

export interface Hands {
  readonly positions: number;
  readonly clicks: number;
  readonly seconds: number;
}

const clicksPerSecond = 2;
/** No space: it would press a button that has the focus. */
const text = 'words';

/** @param clicks whether to click and type too, which leads away on a page of links */
export async function useWork(
  page: Page,
  hz: number,
  seconds: number,
  { clicks: doesClick } = { clicks: true },
): Promise<Hands> {
  const session = await page.context().newCDPSession(page);
  const startMs = performance.now();
  let positions = 0;
  let clicks = 0;
  const underway: Promise<unknown>[] = [];
  const total = hz * seconds;
  while (positions < total) {
    const due = Math.min(total, Math.ceil(((performance.now() - startMs) / 1000) * hz));
    while (positions < due) {
      underway.push(moveTo(session, positions));
      positions += 1;
      if (doesClick && positions % Math.round(hz / clicksPerSecond) === 0) {
        underway.push(click(session, positions - 1), type(session, text));
        clicks += 1;
      }
      if (positions % hz === 0) underway.push(wheel(session));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(underway);
  await session.detach();
  return { positions, clicks, seconds: (performance.now() - startMs) / 1000 };
}

/** A walk over the page; no two positions in a row are the same. */
const placeOf = (index: number): { x: number; y: number } => ({
  x: 20 + ((index * 3) % 900),
  y: 60 + ((index * 2) % 500),
});

const moveTo = (session: CDPSession, index: number): Promise<unknown> =>
  session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...placeOf(index) });

async function click(session: CDPSession, index: number): Promise<void> {
  const press = { ...placeOf(index), button: 'left', clickCount: 1 } as const;
  await Promise.all([
    session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...press }),
    session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...press }),
  ]);
}

async function type(session: CDPSession, words: string): Promise<void> {
  await Promise.all(
    words
      .split('')
      .flatMap((key) => [
        session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key }),
        session.send('Input.dispatchKeyEvent', { type: 'keyUp', key }),
      ]),
  );
}

const wheel = (session: CDPSession): Promise<unknown> =>
  session.send('Input.dispatchMouseEvent', {
    type: 'mouseWheel',
    x: 300,
    y: 300,
    deltaX: 0,
    deltaY: 100,
  });
