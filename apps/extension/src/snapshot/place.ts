/** Where something on the page stands: elements by their box, texts by that of their letters. */
import { dataOf, isElement, isText, parentNodeOf, rectOf } from './dom.ts';
import { hasArea, isSamePlace, toEdges, type Edges } from './edges.ts';

/** Of a longer text the box of its element is taken: to lay out a megabyte takes long. */
const longestMeasured = 10_000;

/** @returns what tells where a text stands; null where it shows nothing. */
export function createTextRuler(): (node: Text) => Edges | null {
  const range = new Range();
  return (node) => {
    const text = dataOf(node);
    const parent = parentNodeOf(node);
    if (text.length > longestMeasured && parent !== null && isElement(parent))
      return rectOf(parent);
    if (!/\S/u.test(text)) return null;
    range.selectNodeContents(node);
    const edges = toEdges(range.getBoundingClientRect());
    return hasArea(edges) ? edges : null;
  };
}

/** @returns what tells whether something that was seen at a place stands there still. */
export function createPlaceCheck(): (thing: Node, place: Edges) => boolean {
  const placeOfText = createTextRuler();
  return (thing, place) => {
    const now = isElement(thing) ? rectOf(thing) : isText(thing) ? placeOfText(thing) : null;
    return now !== null && isSamePlace(now, place);
  };
}
