/**
 * Which window of the screen shows a browser's page, and where its viewport
 * stands there. Whatever is not sure is null, and then nothing of the window
 * is explained: a text at the wrong place would leave its pixels open.
 */
import { intersectBoxes, type Box } from '@understudy/recording';
import type { DesktopWindow } from '../ports.ts';
import type { BrowserPage, PagePlace } from './wire.ts';

/** Names that browsers give the windows of their private modes, of which the extension knows nothing. */
const privateTitles = /\((Incognito|InPrivate|Private|Guest)\)|Private Browsing|Inkognito/i;

/** Shadows and frames of windows are a few pixels; another window stands elsewhere. */
const shareAtLeast = 0.8;

/** The one page that this window shows by its place and title; null: none, or more than one. */
export function pageOfWindow(
  window: DesktopWindow,
  pages: readonly BrowserPage[],
): BrowserPage | null {
  if (privateTitles.test(window.title)) return null;
  const found = pages.filter(
    ({ title, outer }) =>
      title !== '' &&
      window.title.startsWith(title) &&
      sharedPart(scaleBox(outer, unitOf(window, outer)), window.box) >= shareAtLeast,
  );
  const [page] = found;
  return found.length === 1 && page !== undefined ? page : null;
}

/** Device pixels of one of the browser's units: screens are scaled by quarters. */
function unitOf(window: DesktopWindow, outer: Box): number {
  return outer.width <= 0 ? 1 : Math.max(1, Math.round((4 * window.box.width) / outer.width)) / 4;
}

const roundingPx = 2;

/** The viewport in device pixels of the screen; null where no pointer event has told it. */
export function viewportOnScreen(
  window: DesktopWindow,
  page: BrowserPage,
  place: PagePlace | null,
): Box | null {
  if (place === null || place.pointer === null) return null;
  const { viewport, pointer } = place;
  const unit = unitOf(window, page.outer);
  const box = {
    x: Math.round(pointer.screenX * unit - pointer.clientX * viewport.scale),
    y: Math.round(pointer.screenY * unit - pointer.clientY * viewport.scale),
    width: Math.round(viewport.width * viewport.scale),
    height: Math.round(viewport.height * viewport.scale),
  };
  const inside =
    box.x >= window.box.x - roundingPx &&
    box.y >= window.box.y - roundingPx &&
    box.x + box.width <= window.box.x + window.box.width + roundingPx &&
    box.y + box.height <= window.box.y + window.box.height + roundingPx;
  return inside ? box : null;
}

/** A box of the viewport → the same on the screen, in whole pixels around it. */
export function boxOnScreen(box: Box, viewport: Box): Box {
  const x = Math.floor(box.x);
  const y = Math.floor(box.y);
  return {
    x: viewport.x + x,
    y: viewport.y + y,
    width: Math.ceil(box.x + box.width) - x,
    height: Math.ceil(box.y + box.height) - y,
  };
}

function scaleBox({ x, y, width, height }: Box, unit: number): Box {
  return { x: x * unit, y: y * unit, width: width * unit, height: height * unit };
}

/** The part that two boxes share of the larger one. */
function sharedPart(a: Box, b: Box): number {
  const shared = intersectBoxes(a, b);
  const larger = Math.max(a.width * a.height, b.width * b.height);
  return shared === null || larger === 0 ? 0 : (shared.width * shared.height) / larger;
}
