/** Element → why its pixels are to be covered, or null. What may stay open is the program's choice. */
import { attributeOf, tagOf } from './dom.ts';
import { fileNamesOf, hasPopupList } from './form-control.ts';
import type { CoverReason } from './snapshot-node.ts';

/** What the tier and the program's rules for this site leave uncovered. */
export interface Uncovered {
  readonly canvas: boolean;
  readonly video: boolean;
  /** Pictures, also as backgrounds, from other origins than the page. */
  readonly foreignImages: boolean;
}

export const coverAll: Uncovered = { canvas: false, video: false, foreignImages: false };

export function coverOf(
  element: Element,
  style: CSSStyleDeclaration,
  uncovered: Uncovered,
): CoverReason | null {
  switch (tagOf(element)) {
    case 'canvas':
      return uncovered.canvas ? null : 'canvas';
    case 'video':
      return uncovered.video ? null : 'video';
    case 'iframe':
    case 'frame':
      return 'frame';
    case 'embed':
    case 'object':
      return 'plugin';
    case 'img':
    case 'image':
      if (!uncovered.foreignImages && isForeignImage(element)) return 'image';
      break;
    default:
  }
  return !uncovered.foreignImages && hasForeignBackground(style) ? 'image' : null;
}

/** Words that the browser draws of its own, at places that nobody tells. */
export function drawnIn(element: Element): CoverReason | null {
  switch (tagOf(element)) {
    case 'select':
      return hasPopupList(element) ? null : 'drawn';
    case 'input':
      return fileNamesOf(element).length > 0 ? 'drawn' : null;
    case 'img':
      return attributeOf(element, 'alt') && !isLoaded(element) ? 'drawn' : null;
    default:
      return null;
  }
}

/** Of a picture that is not there its alternative text is drawn. */
const isLoaded = (element: Element): boolean =>
  element instanceof HTMLImageElement && element.naturalWidth > 0;

/** `data:` and `blob:` count as foreign: nobody can tell where their pixels come from. */
function isForeign(url: string): boolean {
  const start = url.slice(0, 2048);
  try {
    const parsed = new URL(start, document.baseURI);
    return parsed.protocol === 'data:' || parsed.origin !== location.origin;
  } catch {
    return true;
  }
}

function isForeignImage(element: Element): boolean {
  if (element instanceof HTMLImageElement) {
    const { currentSrc } = element;
    return currentSrc !== '' && isForeign(currentSrc);
  }
  const source = attributeOf(element, 'href') ?? attributeOf(element, 'xlink:href');
  return source !== null && isForeign(source);
}

function hasForeignBackground({ backgroundImage }: CSSStyleDeclaration): boolean {
  if (!backgroundImage.includes('url(')) return false;
  const urls = backgroundImage.slice(0, 4096).matchAll(/url\("?([^")]*)/gu);
  return [...urls].some(([, url]) => url === undefined || isForeign(url));
}
