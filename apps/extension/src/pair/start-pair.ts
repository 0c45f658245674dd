/**
 * The pair with the desktop recorder: while that records, the extension records
 * nothing of its own; it tells what its pages hold, for the consent's sites and
 * no other. The person pauses here as there.
 */
import type { BrowserQuestion, ToBrowser } from '@understudy/capture';
import { closeSites, openSites } from '../background/sites.ts';
import { nowMs } from '../now.ts';
import { pageSenderOf, type PageSender } from '../sender.ts';
import type { Download } from '../background/downloads.ts';
import { isDeed, isPlaced, recordToDeeds } from './deeds.ts';
import { openNativePort } from './native-port.ts';
import { fromPairedPageSchema, type FromPairedPage } from './pair-messages.ts';
import { missingSites, showMissingSites } from './missing-sites.ts';
import {
  placeDocument,
  readElement,
  readFocus,
  readPages,
  readStructure,
  send,
} from './paired-tabs.ts';
import { watchTabDeeds } from './tab-deeds.ts';

type Scope = NonNullable<Extract<ToBrowser, { kind: 'desktop' }>['recording']>;

export interface Pair {
  /** What the desktop records; null: nothing, or there is none. */
  scope(): Scope | null;
  /** The sites of it that the browser does not let us see. */
  missing(): Promise<readonly string[]>;
  /** The browser got a file. */
  noteDownload(download: Download): void;
  /** Pauses the desktop's recording. */
  pause(): void;
}

/** @param onChange the desktop began or ended */
export function startPair(onChange: (scope: Scope | null) => void): Pair {
  let scope: Scope | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let focusTold: Promise<unknown> = Promise.resolve();

  const become = (told: Scope | null): void => {
    if (JSON.stringify(told) === JSON.stringify(scope)) return;
    scope = told;
    onChange(told);
    tabs.startOver();
    turn = turn.then(() => (told === null ? stopPages() : openPages(told))).catch(ignore);
  };
  const missing = async (): Promise<readonly string[]> => missingSites(scope?.origins ?? []);
  const openPages = async ({ origins }: Scope): Promise<void> => {
    await openSites('pair', origins);
    if ((await missing()).length > 0) await showMissingSites();
  };
  const port = openNativePort({
    onMessage: (message) => {
      if (message.kind === 'desktop') become(message.recording);
      else void answer(message.question, isListed).then((told) => tellAnswer(message.id, told));
    },
    onGone: () => become(null),
  });
  const tellAnswer = (id: number, told: unknown): void =>
    port.tell({ kind: 'answer', id, answer: told });

  const isListed = (url: string): boolean =>
    URL.canParse(url) && scope?.origins.includes(new URL(url).origin) === true;

  const onNews = async (page: PageSender, message: FromPairedPage): Promise<unknown> => {
    if (scope === null || !scope.origins.includes(page.origin)) return null;
    switch (message.kind) {
      case 'hello':
        return { tier: scope.tier, clipboard: scope.clipboard };
      case 'focus':
        focusTold = tellFocus(page.tab, message.atMs).catch(ignore);
        await focusTold;
        return null;
      case 'written':
        // Into what had the focus by then: that is told first.
        await focusTold;
        port.tell({ kind: 'changed', atMs: message.atMs, what: 'text' });
        return null;
      case 'changed':
        port.tell({ kind: 'changed', atMs: message.atMs, what: 'layout' });
        return null;
      case 'did':
        await tellDeed(page, message);
        return null;
      case 'pause':
        port.tell({ kind: 'pause' });
        return null;
    }
  };
  const tellFocus = async (tab: number, atMs: number): Promise<void> => {
    const { windowId, active } = await chrome.tabs.get(tab);
    if (!active) return;
    port.tell({ kind: 'focus', atMs, window: windowId, element: await readFocus(windowId) });
  };
  const tellDeed = async (
    { tab, frame }: PageSender,
    { record, node }: Extract<FromPairedPage, { kind: 'did' }>,
  ): Promise<void> => {
    const { windowId, active } = await chrome.tabs.get(tab);
    if (!active || !isDeed(record)) return;
    const placed = isPlaced(record, node) ? await placeDocument(tab, frame) : null;
    for (const deed of recordToDeeds(record, node, placed, windowId)) port.tell(deed);
  };
  const tabs = watchTabDeeds(isListed, (deed) => port.tell(deed));
  const tellPage = (): void => {
    if (scope !== null) port.tell({ kind: 'changed', atMs: nowMs(), what: 'page' });
  };

  chrome.runtime.onMessage.addListener((value: unknown, sender, respond) => {
    const message = fromPairedPageSchema.safeParse(value);
    const page = pageSenderOf(sender);
    if (!message.success || page === null) return false;
    void onNews(page, message.data).then(respond, () => respond(null));
    return true;
  });
  chrome.permissions.onAdded.addListener(() => {
    const origins = scope?.origins ?? [];
    if (origins.length > 0) turn = turn.then(() => openSites('pair', origins)).catch(ignore);
  });
  chrome.tabs.onActivated.addListener(tellPage);
  chrome.webNavigation.onCommitted.addListener(({ frameId }) => {
    if (frameId === 0) tellPage();
  });
  chrome.webNavigation.onHistoryStateUpdated.addListener(tellPage);
  return {
    scope: () => scope,
    missing,
    noteDownload: (download) => tabs.noteDownload(download),
    pause: () => port.tell({ kind: 'pause' }),
  };
}

function ignore(): void {}

async function answer(
  question: BrowserQuestion,
  isListed: (url: string) => boolean,
): Promise<unknown> {
  switch (question.kind) {
    case 'clock':
      return { atMs: nowMs() };
    case 'pages':
      return readPages(isListed);
    case 'structure':
      return readStructure(question.window);
    case 'element':
      return readElement(question.window, question);
    case 'focus':
      return readFocus(question.window);
  }
}

/** New documents run nothing any more, and those that do take themselves away. */
async function stopPages(): Promise<void> {
  await closeSites('pair');
  for (const { id } of await chrome.tabs.query({})) {
    if (id === undefined) continue;
    const frames = (await chrome.webNavigation.getAllFrames({ tabId: id })) ?? [];
    for (const { frameId } of frames) void send(id, frameId, { kind: 'pairStop' });
  }
}
