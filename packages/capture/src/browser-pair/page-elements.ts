/** What the extension tells of the page in a window → elements and structure at their places on the screen. */
import type { Box, ElementInfo, Point } from '@understudy/recording';
import type { DesktopWindow, FocusedElement, OpenElements, WindowStructure } from '../ports.ts';
import { isSameBox } from '../pipeline/region.ts';
import type { BrowserLink } from './browser-link.ts';
import { boxOnScreen, pageOfWindow, viewportOnScreen } from './page-place.ts';
import type { BrowserElement, BrowserPage, PagePlace } from './wire.ts';

export interface PageStructure extends WindowStructure {
  readonly viewport: Box;
}

export interface PageElements extends Pick<OpenElements, 'elementAt' | 'focused' | 'page'> {
  structure(window: DesktopWindow): Promise<PageStructure | null>;
  /** Whether the window was the browser's window `shown` when it was last asked about. */
  shows(window: DesktopWindow, shown: number): boolean;
  /** The element that got the focus in the browser's window `shown`; null where that is not `window`. */
  placeFocus(
    window: DesktopWindow,
    shown: number,
    element: BrowserElement,
    /** Where the page says that it stands; it is asked otherwise. */
    place?: PagePlace,
  ): Promise<FocusedElement | null>;
  /** A point of the browser's window `shown`, on the screen; null where that is not `window`, or not told. */
  placePoint(
    window: DesktopWindow,
    shown: number,
    spot: { readonly point: Point; readonly place: PagePlace },
  ): Promise<Point | null>;
}

/** @param linkOf the browser that the window belongs to, while it answers */
export function createPageElements(
  linkOf: (window: DesktopWindow) => BrowserLink | null,
): PageElements {
  /** Where each window's viewport stood when it was last asked about. */
  const places = new Map<number, KnownPlace>();
  /** Which of the browser's windows each one is, which never changes. */
  const shownIn = new Map<number, number>();

  const find = async (window: DesktopWindow): Promise<ShownPage | null> => {
    const link = linkOf(window);
    const pages = (await link?.ask({ kind: 'pages' })) ?? [];
    const page = pageOfWindow(window, pages);
    const viewport = page === null ? null : viewportOnScreen(window, page, page.place);
    if (page !== null) shownIn.set(window.handle, page.window);
    if (page === null || viewport === null) places.delete(window.handle);
    else places.set(window.handle, { page: page.window, viewport });
    return link === null || page === null ? null : { link, page };
  };
  return {
    shows: ({ handle }, shown) => shownIn.get(handle) === shown,
    page: async (window) => {
      const found = await find(window);
      if (found === null) return null;
      const { url, title } = found.page;
      return url === ''
        ? { url: null, pageTitle: '', isPrivate: false }
        : { url, pageTitle: title, isPrivate: false };
    },
    structure: async (window) => {
      const found = await find(window);
      if (found === null) return null;
      const { link, page } = found;
      const told = await link.ask({ kind: 'structure', window: page.window });
      const viewport = viewportOnScreen(window, page, told?.place ?? null);
      if (told === null || viewport === null) return null;
      return {
        texts: told.texts.map(({ box, text, role, secure, label }) => ({
          box: boxOnScreen(box, viewport),
          text,
          role,
          secure,
          ...(label === undefined ? {} : { label }),
        })),
        keys: told.texts.map(({ key }) => key),
        url: page.url === '' ? null : page.url,
        pageTitle: page.title,
        isPrivate: false,
        viewport,
      };
    },
    elementAt: async (window, point: Point) => {
      const askAt = (link: BrowserLink, { page, viewport }: KnownPlace) =>
        link.ask({
          kind: 'element',
          window: page,
          x: point.x - viewport.x,
          y: point.y - viewport.y,
        });
      // Asked at once where the page was last seen; it counts only if it is still there.
      const guess = places.get(window.handle) ?? null;
      const guessing = guess === null ? null : linkOf(window);
      const early = guess === null || guessing === null ? null : askAt(guessing, guess);
      const found = await find(window);
      const place = found === null ? null : places.get(window.handle);
      if (found === null || place === undefined || place === null) return null;
      const isRight = guess !== null && isSamePlace(guess, place);
      const element = await (isRight && early !== null ? early : askAt(found.link, place));
      return element === null ? null : toElement(element, place.viewport, window.app);
    },
    focused: async (window) => {
      const found = await find(window);
      if (found === null) return null;
      const { link, page } = found;
      const viewport = viewportOnScreen(window, page, page.place);
      const element = await link.ask({ kind: 'focus', window: page.window });
      return viewport === null || element === null
        ? null
        : toFocus(window, toElement(element, viewport, window.app));
    },
    placeFocus: async (window, shown, element, place) => {
      const page = (await find(window))?.page;
      if (page === undefined || page.window !== shown) return null;
      const viewport = viewportOnScreen(window, page, place ?? page.place);
      return viewport === null ? null : toFocus(window, toElement(element, viewport, window.app));
    },
    placePoint: async (window, shown, { point, place }) => {
      const page = (await find(window))?.page;
      const viewport = page?.window === shown ? viewportOnScreen(window, page, place) : null;
      return viewport && { x: viewport.x + point.x, y: viewport.y + point.y };
    },
  };
}

interface KnownPlace {
  /** The browser's number of the window. */
  readonly page: number;
  readonly viewport: Box;
}

function isSamePlace(a: KnownPlace, b: KnownPlace): boolean {
  return a.page === b.page && isSameBox(a.viewport, b.viewport);
}

interface ShownPage {
  readonly link: BrowserLink;
  readonly page: BrowserPage;
}

function toFocus({ processId }: DesktopWindow, element: ElementInfo): FocusedElement {
  return { processId, inPage: true, element };
}

/** A field whose place is not known is none: what is typed there could not be covered. */
function toElement(element: BrowserElement, viewport: Box, app: string): ElementInfo {
  const { css, testId, label, ...told } = element;
  return {
    ...told,
    box: boxOnScreen(told.box, viewport),
    app,
    ...(label === undefined ? {} : { label }),
    ...(css === undefined ? {} : { css }),
    ...(testId === undefined ? {} : { testId }),
  };
}
