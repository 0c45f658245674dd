/**
 * Which page each browser window shows, asked for again and again.
 *
 * A page is known to be on the list only as of the last time it was asked:
 * when it is not any more, it counts as refused since then.
 *
 * [Note: when a page began] Nobody tells when a page replaced another: the last
 * answer knew the old one, this one knows the new one. What a person did in
 * between led to it, unless it came so late that they may have seen the new
 * page already. So the page is told right after that press, or from when this
 * answer was asked for, and whatever happened since waits for the answer.
 */
import type { AllowedApp } from '@understudy/consent';
import type { DesktopWindow, OpenElements, WindowStructure } from '../ports.ts';
import { needsPage } from './allowlist.ts';

export type ShownPage = Pick<WindowStructure, 'url' | 'isPrivate' | 'pageTitle'>;

export interface PageWatch {
  pageOf(window: DesktopWindow): ShownPage | null;
  /** Asks every window whose page decides whether it is allowed. */
  read(windows: readonly DesktopWindow[]): Promise<void>;
}

export interface PageChange {
  readonly window: DesktopWindow;
  /** When the page before was last known to be there; null where there was none. */
  readonly goodNs: number | null;
  readonly beganNs: number;
}

export interface PageWatchParts {
  readonly elements: Pick<OpenElements, 'page'>;
  readonly apps: readonly AllowedApp[];
  readonly nowNs: () => number;
  /** Times of presses that can lead elsewhere, in their order. */
  presses(): readonly number[];
  /** What happens from here on waits; call the answer to let it go. */
  holdFrom(atNs: number): () => void;
  onChange(change: PageChange): void;
}

/** Nobody sees a new page and acts on it sooner. */
const reactionNs = 300e6;
const noPage: ShownPage = { url: null, isPrivate: false, pageTitle: '' };

export function createPageWatch(parts: PageWatchParts): PageWatch {
  const { elements, apps, nowNs } = parts;
  const pages = new Map<number, { readonly page: ShownPage; readonly goodNs: number }>();
  let reading: Promise<void> | null = null;

  const readOne = async (window: DesktopWindow): Promise<void> => {
    const askedNs = nowNs();
    const letGo = parts.holdFrom(askedNs);
    try {
      const page = (await elements.page(window)) ?? noPage;
      const before = pages.get(window.handle);
      pages.set(window.handle, { page, goodNs: askedNs });
      if (before !== undefined && isSamePage(before.page, page)) return;
      const goodNs = before?.goodNs ?? null;
      parts.onChange({ window, goodNs, beganNs: beganAt(goodNs ?? askedNs, askedNs) });
    } finally {
      letGo();
    }
  };
  const beganAt = (goodNs: number, askedNs: number): number => {
    const press = parts.presses().find((atNs) => atNs > goodNs);
    const isCause = press !== undefined && press > askedNs && press < askedNs + reactionNs;
    return isCause ? press + 1 : askedNs;
  };
  const readAll = async (windows: readonly DesktopWindow[]): Promise<void> => {
    for (const window of windows) {
      if (window.owner === window.handle && needsPage(window.app, apps)) await readOne(window);
    }
    const shown = new Set(windows.map(({ handle }) => handle));
    for (const handle of pages.keys()) if (!shown.has(handle)) pages.delete(handle);
  };

  return {
    pageOf: ({ handle }) => pages.get(handle)?.page ?? null,
    read: (windows) => {
      reading ??= readAll(windows)
        .catch(() => undefined)
        .finally(() => {
          reading = null;
        });
      return reading;
    },
  };
}

function isSamePage(a: ShownPage, b: ShownPage): boolean {
  return a.url === b.url && a.isPrivate === b.isPrivate && a.pageTitle === b.pageTitle;
}
