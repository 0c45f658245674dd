/**
 * The background: it alone speaks with tabs, badge and shortcuts, and holds
 * nothing. The browser may kill it at any moment; all that it knows it asks
 * the host for again.
 */
import { fileOfReach } from '../content/start-reach.ts';
import { listenAsBackground, sendToHost } from '../own-channel.ts';
import { nowMs } from '../now.ts';
import type { ToPage } from '../messages.ts';
import { isOwnPage, originOf } from '../sender.ts';
import {
  hostStateSchema,
  lineName,
  type HostState,
  type Picture,
  type ToBackground,
} from '../own-messages.ts';
import { showBadge } from './badge.ts';
import { watchDownloads } from './downloads.ts';
import { flushPages } from './flush-pages.ts';
import { askHost, wakeHost } from './host.ts';
import { takePicture } from './picture-taker.ts';
import { startPair } from '../pair/start-pair.ts';
import { closeSites, openSites } from './sites.ts';

export function startBackground(): void {
  /** Scripts are opened and closed one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  const follow = (state: HostState): Promise<void> => {
    const next = turn.then(
      () => apply(state),
      () => apply(state),
    );
    turn = next.catch(() => {});
    return next;
  };
  /** The host's own word where it lives; where it died nothing may look as if it recorded. */
  const checkHost = async (): Promise<void> => {
    const state = hostStateSchema.safeParse(await sendToHost({ to: 'host', kind: 'whatState' }));
    await follow(state.success ? state.data : { page: { kind: 'stopped' }, origins: [] });
  };
  const answer = async (message: ToBackground): Promise<Picture | readonly string[] | true> => {
    switch (message.kind) {
      case 'wake':
        await wakeHost();
        return true;
      case 'state':
        await follow(message.state);
        await showDesktop();
        return true;
      case 'missingSites':
        return pair.missing();
      case 'flush':
        await flushPages(message.tabs);
        return true;
      case 'pictureWanted':
        return takePicture(message);
    }
  };
  const pair = startPair(() => void showDesktop());
  let wasPaired = false;
  /** One session: while the desktop records, the host records nothing, and the badge tells of that one. */
  const showDesktop = async (): Promise<void> => {
    const scope = pair.scope();
    await sendToHost({ to: 'host', kind: 'desktop', recording: scope !== null });
    if (scope !== null)
      await showBadge({ kind: 'recording', tier: scope.tier, clipboard: scope.clipboard });
    else if (wasPaired) await showBadge({ kind: 'stopped' });
    wasPaired = scope !== null;
  };
  listenAsBackground(answer);
  chrome.runtime.onConnect.addListener((port) => {
    if (port.name !== lineName || port.sender === undefined || !isOwnPage(port.sender)) return;
    // Also after an orderly end, where there is nothing left to take away.
    port.onDisconnect.addListener(() => void checkHost());
  });
  chrome.action.onClicked.addListener(() => {
    if (pair.scope() === null) void onClick();
    else pair.pause();
  });
  chrome.commands.onCommand.addListener((command) => {
    if (command !== 'toggle-pause') return;
    if (pair.scope() === null) void askHost({ to: 'host', kind: 'togglePause' });
    else pair.pause();
  });
  chrome.tabs.onActivated.addListener(({ tabId }) => void tellFront(tabId));
  chrome.windows.onFocusChanged.addListener((windowId) => void tellFrontOf(windowId));
  chrome.webNavigation.onCommitted.addListener(({ tabId, frameId, url }) => {
    if (frameId === 0) void tellTurned(tabId, originOf(url));
  });
  chrome.tabs.onRemoved.addListener((tabId) => void tellTurned(tabId, null));
  watchDownloads((download) => {
    pair.noteDownload(download);
    // Nobody is woken for it, as for the tab in front.
    void sendToHost({ to: 'host', kind: 'download', ...download });
  });
  chrome.runtime.onStartup.addListener(() => void wakeHost());
  chrome.runtime.onInstalled.addListener(() => void wakeHost());
}

async function apply({ page, origins }: HostState): Promise<void> {
  await showBadge(page);
  if (page.kind === 'recording') await openSites('page', origins, [fileOfReach(page)]);
  else await closeSites('page');
  const message: ToPage = { kind: 'state', state: page };
  for (const { id } of await chrome.tabs.query({})) {
    // Tabs without our script do not listen, and one that a dialog blocks must not hold the others.
    if (id !== undefined) void chrome.tabs.sendMessage(id, message).catch(() => null);
  }
}

/** While something is recorded or paused the click is the switch; else it opens the pages. */
async function onClick(): Promise<void> {
  const switched = await askHost({ to: 'host', kind: 'togglePause' });
  if (switched === true) return;
  await chrome.runtime.openOptionsPage();
}

async function tellFront(tab: number | null): Promise<void> {
  // Nobody is woken for it: without a host nothing is recorded.
  await sendToHost({ to: 'host', kind: 'front', tab, atMs: nowMs() });
}

async function tellTurned(tab: number, origin: string | null): Promise<void> {
  await sendToHost({ to: 'host', kind: 'turned', tab, origin, atMs: nowMs() });
}

async function tellFrontOf(windowId: number): Promise<void> {
  if (windowId === chrome.windows.WINDOW_ID_NONE) return tellFront(null);
  const [tab] = await chrome.tabs.query({ active: true, windowId });
  await tellFront(tab?.id ?? null);
}
