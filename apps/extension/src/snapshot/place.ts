/** Where something on the page stands: elements by their box, texts by that of their letters. */
import { dataOf, isElement, isText, parentNodeOf, rectOf } from './dom.ts';

/** Of a longer text the box of its element is taken: to lay out a megabyte takes long. */
const longestMeasured = 10_000;

/** @returns what tells where a text stands; null where it shows nothing. */
export function createTextRuler(): (node: Text) => DOMRect | null {
  const range = new Range();
  return (node) => {
    const text = dataOf(node);
    const parent = parentNodeOf(node);
    if (text.length > longestMeasured && parent !== null && isElement(parent))
      return rectOf(parent);
    if (!/\S/u.test(text)) return null;
    range.selectNodeContents(node);
    const rect = range.getBoundingClientRect();
    return rect.width > 0 && rect.height > 0 ? rect : null;
  };
}

/** @returns what tells whether something that was seen at a place stands there still. */
export function createPlaceCheck(): (thing: Node, place: DOMRect) => boolean {
  const placeOfText = createTextRuler();
  return (thing, place) => {
    const now = isElement(thing) ? rectOf(thing) : isText(thing) ? placeOfText(thing) : null;
    return now !== null && isSamePlace(now, place);
  };
}

export const isSamePlace = (a: DOMRect, b: DOMRect): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
