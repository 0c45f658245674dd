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
import { isPainted, type SeenWindow } from './frame-comparison.ts';

export type ShownPage = Pick<WindowStructure, 'url' | 'isPrivate' | 'pageTitle'>;

export interface PageWatch {
  /** null: none, or none that is known now. */
  pageOf(window: DesktopWindow): ShownPage | null;
  /** When it was last known to show a page at another address than now; null: not that we know. */
  otherNs(window: DesktopWindow): number | null;
  /** Whether pixels that were seen so may be taken for what the window is told to hold. */
  mayTake(window: DesktopWindow, structure: WindowStructure, seen: SeenWindow): boolean;
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
  /** When the window last showed a page at another address, and one that is not listed; null: not that we know. */
  readonly otherNs: number | null;
  readonly refusedNs: number | null;
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
    const left = leavingOf(window, before, page, askedNs);
    // A window that has told nothing yet was nowhere.
    const isRefused = (told !== null || before !== null) && !isListed(window, page);
    const refusedNs = isRefused ? askedNs : left.refusedNs;
    pages.set(handle, { page, goodNs: askedNs, doubtedNs: null, ...left, refusedNs });
    if (before !== null && before.doubtedNs === null && isSamePage(before.page, page)) return;
    const beganNs = beganAt(before?.goodNs ?? askedNs, before?.doubtedNs ?? askedNs);
    parts.onChange({ window, before, beganNs });
  };
  const isListed = (window: DesktopWindow, page: ShownPage): boolean =>
    judgeWindow(window, apps, page).kind === 'allowed';
  /** When the pages were last shown that the window showed before this one. */
  const leavingOf = (
    window: DesktopWindow,
    before: KnownPage | null,
    page: ShownPage,
    askedNs: number,
  ): Pick<KnownPage, 'otherNs' | 'refusedNs'> => {
    const { otherNs: earlierNs = null, refusedNs = null } = before ?? {};
    if (before === null || before.page.url === page.url) return { otherNs: earlierNs, refusedNs };
    // The old address may be told for a while yet; but the press that led elsewhere was done on the page before.
    const press = parts
      .presses()
      .findLast((atNs) => atNs < askedNs && atNs > askedNs - leadsAtMostNs);
    const otherNs = press ?? before.goodNs;
    const wasRefused = refusedNs !== null && !isListed(window, before.page);
    return { otherNs, refusedNs: wasRefused ? otherNs : refusedNs };
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
    for (const window of windows) {
      if (window.owner === window.handle && needsPage(window.app, apps)) await readOne(window);
    }
  };

  return {
    pageOf: ({ handle }) => {
      const known = pages.get(handle);
      return known === undefined || known.doubtedNs !== null ? null : known.page;
    },
    otherNs: ({ handle }) => pages.get(handle)?.otherNs ?? null,
    mayTake: (window, structure, seen) => {
      const refusedNs = pages.get(window.handle)?.refusedNs ?? null;
      const isPast = refusedNs === null || isPainted(seen, { atNs: refusedNs, place: window.box });
      return isPast && isListed(window, structure);
    },
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
