/**
 * The browser's tabs and downloads, while the desktop records → what the person
 * did with those of listed sites: opened, turned to, closed, loaded a file.
 */
import type { Download } from '../background/downloads.ts';
import { createTabTurns } from '../host/tab-turns.ts';
import { nowMs } from '../now.ts';
import type { Deed } from './deeds.ts';

export interface TabDeeds {
  /** The desktop began or ended: which tabs it knows is forgotten. */
  startOver(): void;
  noteDownload(download: Download): void;
}

/** @param isListed whether the desktop records the site of an address now */
export function watchTabDeeds(
  isListed: (url: string) => boolean,
  tell: (deed: Deed) => void,
): TabDeeds {
  let turns = createTabTurns();
  /** One after the other, or a later tab would be told before an earlier one. */
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => void | Promise<void>): void => {
    // One that nobody could be told of, since the desktop left, keeps none after it from being told.
    turn = turn.then(work).catch(() => undefined);
  };

  const noteFront = (): void => {
    const atMs = nowMs();
    inTurn(async () => {
      const front = await readFront(isListed);
      const what = front === null ? null : turns.front(front.tab);
      if (front !== null && what !== null)
        tell({ kind: 'did', atMs, window: front.window, what, control: null });
    });
  };
  chrome.tabs.onActivated.addListener(noteFront);
  chrome.windows.onFocusChanged.addListener(noteFront);
  chrome.webNavigation.onCommitted.addListener(({ frameId }) => {
    if (frameId === 0) noteFront();
  });
  chrome.tabs.onRemoved.addListener((tab, { windowId: window }) => {
    const atMs = nowMs();
    inTurn(() => {
      const what = turns.close(tab);
      if (what !== null) tell({ kind: 'did', atMs, window, what, control: null });
    });
  });
  return {
    startOver: () => {
      turns = createTabTurns();
      noteFront();
    },
    noteDownload: ({ name: value, origin, atMs }) => {
      if (!isListed(origin)) return;
      inTurn(async () => {
        const front = await readFront(isListed);
        if (front === null) return;
        tell({ kind: 'did', atMs, window: front.window, what: 'download', control: null, value });
      });
    },
  };
}

/** The listed page that the person sees; null where it is none, or nobody tells now. */
async function readFront(
  isListed: (url: string) => boolean,
): Promise<{ readonly tab: number; readonly window: number } | null> {
  const window = await chrome.windows
    .getLastFocused({ populate: true, windowTypes: ['normal', 'popup'] })
    .catch(() => null);
  const tab = window?.tabs?.find(({ active }) => active);
  if (window?.id === undefined || tab?.id === undefined || window.incognito) return null;
  return isListed(tab.url ?? '') ? { tab: tab.id, window: window.id } : null;
}
