/**
 * Elements in which nothing could be seen when they were last walked through:
 * most of a long page, which is then not walked again for each look at it.
 *
 * Believed only of an element that lies outside of what is shown, just where it
 * lay then, and while nothing in it was changed, nor any attribute or state of
 * it, of what is around it, or beside that (CSS selects by them). What style
 * sheets do without any change of the document is found once `believedMs` are over.
 */
import { composedParentOf, isElement } from './dom.ts';
import { isSamePlace } from './place.ts';

const believedMs = 10_000;

export interface Change {
  readonly thing: Node;
  /**
   * `text`: the words in it. `content`: what it holds, by which CSS may show other things as well
   * (`:has()`, `:empty`). `style`: an attribute or a state, by which CSS may show what is in it or
   * beside it in another way.
   */
  readonly kind: 'text' | 'content' | 'style';
}

export interface UnseenSubtrees {
  /** The walk's own count of changes: what begins to be walked now holds until a later one. */
  now(): number;
  /** When something was last restyled that has to do with the inside of this element; `around`: the same of what holds it. */
  restyledIn(element: Element, around: number): number;
  isUnseen(element: Element, place: DOMRect, restyled: number): boolean;
  /** @param begun when its walk began */
  remember(element: Element, place: DOMRect, begun: number): void;
  spoil(changes: Iterable<Change> | 'all'): void;
}

interface Walked {
  readonly begun: number;
  readonly place: DOMRect;
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
    isUnseen: (element, place, restyled) => {
      const last = walked.get(element);
      return (
        last !== undefined &&
        last.begun >= Math.max(allAt, restyled, changedAt.get(element) ?? 0) &&
        isSamePlace(last.place, place) &&
        performance.now() < last.untilMs
      );
    },
    remember: (element, place, begun) => {
      walked.set(element, { begun, place, untilMs: performance.now() + believedMs });
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
