/**
 * The accessibility of the desktop, and for browsers with the extension what
 * that tells of their pages: no flag of the browser's is needed then.
 *
 * [Note: fail closed] Of a browser whose extension has spoken, accessibility
 * is asked only about what stands around the page. When the extension is
 * silent nothing is told of the window: its pixels are of unknown origin and
 * covered, its keys go to an unknown field and are withheld.
 */
import { intersectBoxes, subtractBox, type Box, type TextBox } from '@understudy/recording';
import type {
  DesktopWindow,
  ElementListener,
  ElementPort,
  ElementScope,
  FocusedElement,
  OpenElements,
  PageDeed,
  WindowStructure,
} from '../ports.ts';
import type { BrowserLink, BrowserNews } from './browser-link.ts';
import type { Browsers } from './browser-server.ts';
import { createPageElements, type PageElements, type PageStructure } from './page-elements.ts';

type FocusNews = Extract<BrowserNews, { kind: 'focus' }>;
type DeedNews = Extract<BrowserNews, { kind: 'did' }>;

/** The extension tells none of them unasked; a page's process that was taken over might. */
const clipboardDeeds: ReadonlySet<DeedNews['what']> = new Set(['copy', 'cut', 'paste']);
const windowsAtMost = 64;
const earlyAtMost = 20;

export function pairElements(around: ElementPort, browsers: Browsers): ElementPort {
  return { open: (listener, scope) => openPaired(around, browsers, listener, scope) };
}

async function openPaired(
  around: ElementPort,
  browsers: Browsers,
  listener: ElementListener,
  scope: ElementScope,
): Promise<OpenElements> {
  const pages = createPageElements((window) => browsers.linkOf(window));
  const isPage = (focus: FocusedElement | null): boolean =>
    focus !== null && focus.inPage && browsers.speaksFor(focus.processId) !== 'no';
  const base = await around.open(
    {
      onFocus: (focus, atNs) => listener.onFocus(isPage(focus) ? null : focus, atNs),
      // A browser that speaks for itself tells what its pages are written into.
      onInsert: (processId, atNs) => {
        if (browsers.speaksFor(processId) === 'no') listener.onInsert(processId, atNs);
      },
      onChange: (processId, what, atNs) => listener.onChange(processId, what, atNs),
      onDeed: (deed, atNs) => listener.onDeed(deed, atNs),
      onLost: (sinceNs, why) => listener.onLost(sinceNs, why),
      onPause: () => listener.onPause(),
    },
    scope,
  );
  /** The windows that were asked about, to find that of a focus. */
  const seen = new Map<number, DesktopWindow>();
  let focusTurn = 0;

  const onFocusNews = async (link: BrowserLink, news: FocusNews): Promise<void> => {
    focusTurn += 1;
    const turn = focusTurn;
    const atNs = link.toNs(news.atMs);
    // Until its place is known, nothing is known of the field that the keys go to.
    listener.onFocus(null, atNs);
    if (news.element === null) return;
    for (const window of seen.values()) {
      if (window.processId !== link.processId) continue;
      const focus = await pages.placeFocus(window, news.window, news.element);
      if (turn !== focusTurn) return;
      if (focus !== null) {
        listener.onFocus(focus, atNs);
        return;
      }
    }
  };
  /** Deeds in windows that were not asked about yet. */
  let early: readonly { readonly link: BrowserLink; readonly news: DeedNews }[] = [];
  const tellEarly = (): void => {
    const deeds = early;
    early = [];
    for (const { link, news } of deeds) void onDeed(link, news);
  };
  const onDeed = async (link: BrowserLink, news: DeedNews): Promise<void> => {
    const { what, control, value, durationMs, offsets, spot } = news;
    if (!scope.clipboard && clipboardDeeds.has(what)) return;
    const atNs = link.toNs(news.atMs);
    const window = [...seen.values()].find(
      (one) => one.processId === link.processId && pages.shows(one, news.window),
    );
    if (window === undefined) {
      early = [...early, { link, news }].slice(-earlyAtMost);
      return;
    }
    const placed =
      control && (await pages.placeFocus(window, news.window, control.element, control.place));
    const spotted = spot === undefined ? null : await pages.placePoint(window, news.window, spot);
    const position = spotted ?? offsets;
    const deed: PageDeed = {
      window: window.handle,
      what,
      element: placed?.element ?? null,
      ...(position === undefined ? {} : { position }),
      ...(value === undefined ? {} : { value }),
      ...(durationMs === undefined ? {} : { durationNs: Math.round(durationMs * 1e6) }),
    };
    listener.onDeed(deed, atNs);
  };
  const onNews = (link: BrowserLink, news: BrowserNews): void => {
    switch (news.kind) {
      case 'focus':
        void onFocusNews(link, news);
        return;
      case 'changed': {
        const what = news.what === 'text' ? 'text' : 'layout';
        const atNs = link.toNs(news.atMs);
        if (what === 'text') listener.onInsert(link.processId, atNs);
        listener.onChange(link.processId, what, atNs);
        return;
      }
      case 'did':
        void onDeed(link, news);
        return;
      case 'pause':
        listener.onPause();
    }
  };
  // Whatever changes from now on, nobody will tell.
  const onSilent = (processId: number, atNs: number): void =>
    listener.onChange(processId, 'layout', atNs);
  browsers.serve({ scope, onNews, onSilent });

  /** A popup shows what the extension does not see: a menu, a list, another program's dialogue. */
  const speakerOf = (window: DesktopWindow): 'page' | 'silent' | 'base' => {
    const speaks = browsers.speaksFor(window.processId);
    seen.delete(window.handle);
    seen.set(window.handle, window);
    for (const handle of seen.keys()) if (seen.size > windowsAtMost) seen.delete(handle);
    if (speaks === 'no' || window.owner !== window.handle) return 'base';
    return speaks === 'yes' ? 'page' : 'silent';
  };
  const ask = <Value>(
    window: DesktopWindow,
    of: (elements: PageElements) => Promise<Value | null>,
    otherwise: () => Promise<Value | null>,
  ): Promise<Value | null> => {
    switch (speakerOf(window)) {
      case 'base':
        return otherwise();
      case 'silent':
        return Promise.resolve(null);
      case 'page':
        return of(pages);
    }
  };

  return {
    page: (window) =>
      ask(
        window,
        (elements) => elements.page(window).finally(tellEarly),
        () => base.page(window),
      ),
    elementAt: (window, point) =>
      ask(
        window,
        (elements) => elements.elementAt(window, point),
        () => base.elementAt(window, point),
      ),
    focused: (window) =>
      ask(
        window,
        async (elements) => {
          const inPage = await elements.focused(window);
          if (inPage !== null) return inPage;
          const beside = await base.focused(window);
          return isPage(beside) ? null : beside;
        },
        () => base.focused(window),
      ),
    structure: (window, changed) =>
      ask<WindowStructure>(
        window,
        async (elements) => {
          const page = await elements.structure(window);
          return page === null
            ? null
            : joinAround(page, await base.structure(window, changed), window.box);
        },
        () => base.structure(window, changed),
      ),
    close: async () => {
      browsers.serve(null);
      await base.close();
    },
  };
}

/** The page's texts, and around it what accessibility tells; where it tells nothing, covers. */
function joinAround(
  { viewport, ...page }: PageStructure,
  around: WindowStructure | null,
  window: Box,
): WindowStructure {
  const texts = around?.texts ?? [];
  const beside = texts.flatMap((text, index) =>
    intersectBoxes(text.box, viewport) === null ? [{ text, key: around?.keys[index] ?? '' }] : [],
  );
  const rest =
    beside.length > 0
      ? beside
      : subtractBox(window, viewport).map((box) => ({
          text: { box, text: '', role: 'image', secure: true } satisfies TextBox,
          key: `around:${box.x},${box.y}`,
        }));
  return {
    ...page,
    texts: [...page.texts, ...rest.map(({ text }) => text)],
    keys: [...page.keys, ...rest.map(({ key }) => key)],
    isPrivate: page.isPrivate || around?.isPrivate === true,
  };
}
