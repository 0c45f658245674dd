/**
 * Which page each browser window shows, asked for again and again.
 *
 * A page is known to be on the list only as of the last time it was asked:
 * when it is not any more, it counts as refused since then.
 *
 * [Note: a page in doubt] While a page is being replaced nobody can tell which
 * one a window shows. Then it counts as none, and what was done since the page
 * before was last seen is not decided: a press that leads to the next page of
 * the same site is part of the work. The next page that is told decides of all
 * of it, but for what was written since the press that may have led elsewhere,
 * which may have gone to another page in between. Where none is told for long,
 * it was none that is listed.
 *
 * [Note: when a page began] Nobody tells when a page replaced another: the last
 * answer knew the old one, this one knows the new one. What a person did in
 * between led to it, unless it came so late that they may have seen the new
 * page already. So the page is told right after that press, or from when this
 * answer was asked for.
 */
import type { AllowedApp } from '@understudy/consent';
import type { DesktopWindow, OpenElements, WindowStructure } from '../ports.ts';
import { judgeWindow, needsPage } from './allowlist.ts';

export type ShownPage = Pick<WindowStructure, 'url' | 'isPrivate' | 'pageTitle'>;

export interface PageWatch {
  /** null: none, or none that is known now. */
  pageOf(window: DesktopWindow): ShownPage | null;
  /** When it was last known to show a page at another address than now; null: not that we know. */
  otherNs(window: DesktopWindow): number | null;
  /** When it was last known to show a page that is not listed; null: not that we know. */
  refusedNs(window: DesktopWindow): number | null;
  /** Until when it is known what was shown, of windows being asked about or in doubt and of `front`. */
  knownUntilNs(front: number | null): number;
  /** Asks every window whose page decides whether it is allowed. */
  read(windows: readonly DesktopWindow[]): Promise<void>;
}

export interface PageChange {
  readonly window: DesktopWindow;
  /** null: the window was never asked about. */
  readonly before: KnownPage | null;
  readonly beganNs: number;
}

export interface PageWatchParts {
  readonly elements: Pick<OpenElements, 'page'>;
  readonly apps: readonly AllowedApp[];
  readonly nowNs: () => number;
  /** Times of presses that can lead elsewhere, in their order. */
  presses(): readonly number[];
  onChange(change: PageChange): void;
}

interface KnownPage {
  readonly page: ShownPage;
  /** When it was last asked for and told. */
  readonly goodNs: number;
  /** Since when it was asked for and not told; null: it is known. */
  readonly doubtedNs: number | null;
}

/** Nobody sees a new page and acts on it sooner. */
const reactionNs = 300e6;
const doubtAtMostNs = 10e9;
/** So long after a press what it led to may be told. */
const leadsAtMostNs = 5e9;
const noPage: ShownPage = { url: null, isPrivate: false, pageTitle: '' };

export function createPageWatch(parts: PageWatchParts): PageWatch {
  const { elements, apps, nowNs } = parts;
  const pages = new Map<number, KnownPage>();
  const others = new Map<number, number>();
  const refused = new Map<number, number>();
  const asked = new Set<number>();
  let reading: Promise<void> | null = null;

  const readOne = async (window: DesktopWindow): Promise<void> => {
    const { handle } = window;
    const askedNs = nowNs();
    asked.add(handle);
    const told = await elements.page(window).catch(() => null);
    asked.delete(handle);
    const before = pages.get(handle) ?? null;
    if (told === null && before !== null && askedNs - before.goodNs < doubtAtMostNs) {
      if (before.doubtedNs !== null) return;
      pages.set(handle, { ...before, doubtedNs: askedNs });
      parts.onChange({ window, before, beganNs: askedNs });
      return;
    }
    const page = told ?? noPage;
    // A window that has told nothing yet was nowhere.
    pages.set(handle, { page, goodNs: askedNs, doubtedNs: null });
    const isRefused = (shown: ShownPage): boolean =>
      judgeWindow(window, apps, shown).kind === 'refused';
    if (before !== null && before.page.url !== page.url) {
      // The old address may be told for a while yet; but the press that led elsewhere was done on the page before.
      const press = parts
        .presses()
        .findLast((atNs) => atNs < askedNs && atNs > askedNs - leadsAtMostNs);
      const otherNs = press ?? before.goodNs;
      others.set(handle, otherNs);
      if (refused.has(handle) && isRefused(before.page)) refused.set(handle, otherNs);
    }
    // A window that has told nothing yet was nowhere.
    if ((told !== null || before !== null) && isRefused(page)) refused.set(handle, askedNs);
    if (before !== null && before.doubtedNs === null && isSamePage(before.page, page)) return;
    const beganNs = beganAt(before?.goodNs ?? askedNs, before?.doubtedNs ?? askedNs);
    parts.onChange({ window, before, beganNs });
  };
  const beganAt = (goodNs: number, askedNs: number): number => {
    const press = parts.presses().find((atNs) => atNs > goodNs);
    const isCause = press !== undefined && press > askedNs && press < askedNs + reactionNs;
    return isCause ? press + 1 : askedNs;
  };
  const readAll = async (windows: readonly DesktopWindow[]): Promise<void> => {
    // Nothing waits for a window that is gone.
    const shown = new Set(windows.map(({ handle }) => handle));
    for (const handle of pages.keys()) if (!shown.has(handle)) pages.delete(handle);
    for (const times of [others, refused]) {
      for (const handle of times.keys()) if (!shown.has(handle)) times.delete(handle);
    }
    for (const window of windows) {
      if (window.owner === window.handle && needsPage(window.app, apps)) await readOne(window);
    }
  };

  return {
    pageOf: ({ handle }) => {
      const known = pages.get(handle);
      return known === undefined || known.doubtedNs !== null ? null : known.page;
    },
    otherNs: ({ handle }) => others.get(handle) ?? null,
    refusedNs: ({ handle }) => refused.get(handle) ?? null,
    knownUntilNs: (front) => {
      const open = [...pages].filter(
        ([handle, { doubtedNs }]) => doubtedNs !== null || asked.has(handle) || handle === front,
      );
      return Math.min(...open.map(([, { goodNs }]) => goodNs));
    },
    read: (windows) => {
      reading ??= readAll(windows).finally(() => {
        reading = null;
      });
      return reading;
    },
  };
}

function isSamePage(a: ShownPage, b: ShownPage): boolean {
  return a.url === b.url && a.isPrivate === b.isPrivate && a.pageTitle === b.pageTitle;
}
