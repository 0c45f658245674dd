/**
 * What style sheets write into an element (`::before`, `::after`, `::marker`) → its
 * words and where they stand: pictures show them, and no node of the page tells them.
 * What a counter counts is left out. Read in each look: a class far above may write them.
 */
import { composedParentOf, rectOf } from './dom.ts';
import { join, moveBy, type Edges } from './edges.ts';
import { squeeze } from './name.ts';
import { maxTextLength } from './text-length.ts';

export interface StyledWords {
  readonly text: string;
  /** The element's own place, and that of what was put elsewhere. */
  readonly reach: Edges;
}

const everywhere: Edges = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };
const strings = /"((?:[^"\\]|\\.)*)"/gu;

export function styledWordsOf(
  element: Element,
  style: CSSStyleDeclaration,
  place: Edges,
): StyledWords | null {
  let text = '';
  let reach = place;
  for (const part of ['::before', '::after'] as const) {
    const own = getComputedStyle(element, part);
    const words = wordsIn(own.content);
    if (words === '' || !isShown(own)) continue;
    text += ` ${words}`;
    const isElsewhere = own.position === 'absolute' || own.position === 'fixed';
    const drawn = isElsewhere ? placeOfPart(element, own) : shiftedPlace(place, own);
    reach = join(reach, drawn ?? everywhere);
  }
  const marker = style.display === 'list-item' ? markerOf(element, style) : '';
  if (marker !== '') {
    text += ` ${marker}`;
    reach = join(reach, { ...place, left: place.left - 1e6 });
  }
  return text === '' ? null : { text: squeeze(text), reach };
}

/** Of the value of `content`, its strings, where they are words rather than signs of an icon font. */
function wordsIn(content: string): string {
  if (!content.includes('"')) return '';
  const words = [...content.slice(0, 2 * maxTextLength).matchAll(strings)]
    .map(([, words = '']) => words.replace(/\\(.)/gu, '$1'))
    .join('');
  return /[\p{L}\p{N}]/u.test(words) ? words : '';
}

function markerOf(element: Element, { listStyleType }: CSSStyleDeclaration): string {
  return (
    wordsIn(getComputedStyle(element, '::marker').content) ||
    (listStyleType.startsWith('"') ? wordsIn(listStyleType) : '')
  );
}

const isShown = ({ display, visibility, opacity }: CSSStyleDeclaration): boolean =>
  display !== 'none' && visibility === 'visible' && opacity !== '0';

const px = (value: string): number => Number.parseFloat(value) || 0;

/** Of what stands among the element's own words, but for what moves it from there. */
function shiftedPlace(place: Edges, own: CSSStyleDeclaration): Edges | null {
  const shift = new DOMMatrixReadOnly(own.transform);
  if (shift.b !== 0 || shift.c !== 0) return null;
  const isMoved = own.position === 'relative';
  const x = shift.e + Math.min(0, px(own.marginLeft)) + (isMoved ? px(own.left) : 0);
  const y = shift.f + Math.min(0, px(own.marginTop)) + (isMoved ? px(own.top) : 0);
  return moveBy(place, x, y);
}

/** null: it cannot be told. */
function placeOfPart(element: Element, own: CSSStyleDeclaration): Edges | null {
  const origin = own.position === 'fixed' ? { left: 0, top: 0 } : originAround(element);
  const shift = new DOMMatrixReadOnly(own.transform);
  const isMovedOnly = shift.a === 1 && shift.d === 1 && shift.b === 0 && shift.c === 0;
  if (own.left === 'auto' || own.top === 'auto' || !isMovedOnly) return null;
  const left = origin.left + px(own.left) + px(own.marginLeft) + shift.e;
  const top = origin.top + px(own.top) + px(own.marginTop) + shift.f;
  const around = own.boxSizing === 'border-box' ? () => 0 : px;
  const right =
    left +
    px(own.width) +
    around(own.paddingLeft) +
    around(own.paddingRight) +
    around(own.borderLeftWidth) +
    around(own.borderRightWidth);
  const bottom =
    top +
    px(own.height) +
    around(own.paddingTop) +
    around(own.paddingBottom) +
    around(own.borderTopWidth) +
    around(own.borderBottomWidth);
  return { left, top, right, bottom };
}

/** Where what is put by `left` and `top` in an element is counted from. */
function originAround(element: Element): { readonly left: number; readonly top: number } {
  for (let at: Element | null = element; at !== null; at = composedParentOf(at)) {
    const { position, transform } = getComputedStyle(at);
    if (position === 'static' && transform === 'none') continue;
    const { left, top } = rectOf(at);
    return { left: left + at.clientLeft, top: top + at.clientTop };
  }
  return { left: -window.scrollX, top: -window.scrollY };
}
