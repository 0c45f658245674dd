/**
 * What an action sets off in a page: its handlers run, requests go out, another page is
 * gone to. The next action is the next page's, so a replay waits until all that is over.
 *
 * That the page goes elsewhere is told by its own renderer (Chrome DevTools Protocol,
 * `Page.frameRequestedNavigation`, `Page.frameScheduledNavigation`), on the session that
 * is asked whether the handlers ran: so it cannot be told after the answer.
 */
import type { CDPSession, Page, Request } from 'playwright-core';

export interface Settling {
  /**
   * Resolves when nothing is under way. Another page is waited for so long; what this
   * one asks for, `mostRestlessMs`: some pages never rest.
   */
  settle(timeoutMs: number): Promise<void>;
}

const mostRestlessMs = 2000;

/** Never over while the page is there. */
const endless: ReadonlySet<string> = new Set(['eventsource', 'websocket', 'ping', 'media']);

/** Handlers and what they put off to the next frame have run; a hidden page has no frames. */
const twoFrames = `new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
  setTimeout(done, 500);
})`;

/** Whether the main frame is about to show another page. */
async function watchLeaving(session: CDPSession): Promise<() => boolean> {
  const { frameTree } = await session.send('Page.getFrameTree');
  const main = frameTree.frame.id;
  let leaving = false;
  const set = (frameId: string, to: boolean): void => {
    if (frameId === main) leaving = to;
  };
  session.on('Page.frameRequestedNavigation', ({ frameId }) => set(frameId, true));
  session.on('Page.frameScheduledNavigation', ({ frameId }) => set(frameId, true));
  session.on('Page.frameNavigated', ({ frame }) => set(frame.id, false));
  session.on('Page.navigatedWithinDocument', ({ frameId }) => set(frameId, false));
  // A download, or a page that did not come.
  session.on('Page.frameStoppedLoading', ({ frameId }) => set(frameId, false));
  await session.send('Page.enable');
  return () => leaving;
}

export async function watchSettling(page: Page): Promise<Settling> {
  const session = await page.context().newCDPSession(page);
  const isLeaving = await watchLeaving(session);
  const underWay = new Set<Request>();
  let asked = 0;
  page.on('request', (request) => {
    if (endless.has(request.resourceType())) return;
    asked += 1;
    underWay.add(request);
  });
  page.on('requestfinished', (request) => underWay.delete(request));
  page.on('requestfailed', (request) => underWay.delete(request));

  /** Whether it stays at its page, and whether all that it asked for came. */
  const look = async (timeoutMs: number): Promise<{ stays: boolean; rests: boolean }> => {
    const before = asked;
    const ran = await session
      .send('Runtime.evaluate', { expression: twoFrames, awaitPromise: true })
      .then(
        ({ exceptionDetails }) => exceptionDetails === undefined,
        () => false,
      );
    const loaded = await page.waitForLoadState('load', { timeout: timeoutMs }).then(
      () => true,
      () => false,
    );
    const stays = ran && loaded && !isLeaving();
    return { stays, rests: underWay.size === 0 && asked === before };
  };

  return {
    settle: async (timeoutMs) => {
      const begun = performance.now();
      const spentMs = (): number => performance.now() - begun;
      for (let leftMs = timeoutMs; leftMs > 0; leftMs = timeoutMs - spentMs()) {
        const timer = AbortSignal.timeout(Math.ceil(leftMs));
        const late = new Promise<null>((resolve) => {
          timer.addEventListener('abort', () => resolve(null), { once: true });
        });
        // A page that a dialog blocks runs nothing.
        const seen = await Promise.race([look(leftMs), late]);
        if (seen === null) return;
        if (seen.stays && (seen.rests || spentMs() > mostRestlessMs)) return;
      }
    },
  };
}
