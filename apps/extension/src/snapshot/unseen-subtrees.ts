/**
 * Elements in which nothing could be seen when they were last walked through:
 * most of a long page, which is then not walked again for each look at it.
 *
 * Believed only of an element that lies outside of what is shown, just where it
 * lay then or, scrolled, with all that is in it farther away than half a screen; and
 * while nothing in it was changed, nor any attribute or state of it, of what is
 * around it, or beside that (CSS selects by them). What style sheets do without
 * any change of the document is found once `believedMs` are over.
 */
import { composedParentOf, isElement } from './dom.ts';
import { isNear, isSamePlace, isSameSize, moveBy, type Edges } from './edges.ts';

const believedMs = 10_000;
/** What a scroll moves is believed only as far away as this, in screens. */
const scrolledScreens = 0.5;

export interface Change {
  readonly thing: Node;
  /**
   * `text`: the words in it. `content`: what it holds, by which CSS may show other things as well
   * (`:has()`, `:empty`). `style`: an attribute or a state, by which CSS may show what is in it or
   * beside it in another way.
   */
  readonly kind: 'text' | 'content' | 'style';
}

/** All but single things: `all` may have other names or roles, `places` may be others, `scroll`: by scrolling alone. */
export type WideChange = 'all' | 'places' | 'scroll';

export interface UnseenSubtrees {
  /** The walk's own count of changes: what begins to be walked now holds until a later one. */
  now(): number;
  /** When something was last restyled that has to do with the inside of this element; `around`: the same of what holds it. */
  restyledIn(element: Element, around: number): number;
  /** Where all that is in it lies, if nothing of it can be seen by what is known; null: to be walked. */
  extentOf(element: Element, place: Edges, restyled: number, screen: Edges): Edges | null;
  /** @param begun when its walk began */
  remember(element: Element, place: Edges, begun: number, extent: Edges): void;
  spoil(changes: Iterable<Change> | 'all'): void;
}

interface Walked {
  readonly begun: number;
  readonly place: Edges;
  readonly extent: Edges;
  readonly untilMs: number;
}

export function createUnseenSubtrees(): UnseenSubtrees {
  const walked = new WeakMap<Element, Walked>();
  /** Changed inside, restyled inside: by the count of changes. */
  const changedAt = new WeakMap<Element, number>();
  const restyledAt = new WeakMap<Element, number>();
  let count = 0;
  let allAt = 0;

  const spoilAround = (thing: Node): void => {
    let at = isElement(thing) ? thing : composedParentOf(thing);
    // What is around one that was spoiled just now was spoiled with it.
    while (at !== null && changedAt.get(at) !== count) {
      changedAt.set(at, count);
      at = composedParentOf(at);
    }
  };

  return {
    now: () => count,
    restyledIn: (element, around) => Math.max(around, restyledAt.get(element) ?? 0),
    extentOf: (element, place, restyled, screen) => {
      const last = walked.get(element);
      if (last === undefined || performance.now() >= last.untilMs) return null;
      if (last.begun < Math.max(allAt, restyled, changedAt.get(element) ?? 0)) return null;
      if (isSamePlace(last.place, place)) return last.extent;
      if (!isSameSize(last.place, place)) return null;
      const x = place.left - last.place.left;
      const y = place.top - last.place.top;
      const extent = moveBy(last.extent, x, y);
      return isNear(extent, screen, scrolledScreens) ? null : extent;
    },
    remember: (element, place, begun, extent) => {
      walked.set(element, { begun, place, extent, untilMs: performance.now() + believedMs });
    },
    spoil: (changes) => {
      count += 1;
      if (changes === 'all') {
        allAt = count;
        return;
      }
      for (const { thing, kind } of changes) {
        spoilAround(thing);
        if (kind !== 'style') continue;
        const around = composedParentOf(thing);
        if (around === null) allAt = count;
        else restyledAt.set(around, count);
      }
    },
  };
}
