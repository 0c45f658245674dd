/**
 * What moves without a change of the document (scrolling, animations, another
 * size or page) → of which pictures nothing can be told, of which all but some
 * areas can, and how soon a picture may be taken that can be told.
 */
import { nowMs } from '../now.ts';
import { rectToBox } from '../snapshot/describe.ts';
import { rectOf } from '../snapshot/dom.ts';
import type { Edges } from '../snapshot/edges.ts';
import { createLeftPlaces } from '../snapshot/left-places.ts';
import type { NodeBox } from '../snapshot/snapshot-node.ts';
import type { Motion, MotionWatch } from './motion-watch.ts';
import { isSmall } from './motion-reach.ts';

/** After the last of a row of moves it is looked where all stands by now. */
const calmMs = 80;
/** What goes on moving is asked for this often at first, and less often the longer it does. */
const mostCalmMs = 1_000;
/** More areas that are scrolled at a time count as all of the page. */
const mostScrolled = 50;

interface MovedAreas {
  readonly boxes: readonly NodeBox[];
  /** Whether one of them is scrolled: what stands outside may follow what is in it (CSS Anchor Positioning). */
  readonly areScrolled: boolean;
}

export interface Moves {
  /** All of the page stands elsewhere, or another one in its place. */
  noteAll(): void;
  /** @param area null: the document's own */
  noteScroll(area: Element | null): void;
  /** Looks for what is animated: for a picture closely. */
  look(how: 'roughly' | 'closely'): Motion;
  /** Whether a picture that shows all that was there before can be explained. */
  isStillSince(sinceMs: number): boolean;
  /** What of it cannot; null: nobody remembers. */
  areasSince(sinceMs: number): MovedAreas | null;
  /** So long a picture that is wanted waits at least; 0: not any longer. */
  restMs(): number;
}

export interface MovesOptions {
  readonly motion: MotionWatch;
  /** From a move on it takes so long until pictures surely show it. */
  readonly onItsWayMs: number;
  readonly lookAtAll: () => void;
}

export function createMoves({ motion, onItsWayMs, lookAtAll }: MovesOptions): Moves {
  const areas = createLeftPlaces(nowMs);
  const scrolled = new Map<Element, number>();
  let movedAtMs = nowMs();
  let isAnywhere = false;
  let movingSinceMs = movedAtMs;
  /** The last move after which all was looked at. */
  let lookedForMs = Number.NEGATIVE_INFINITY;

  const noteAll = (): void => {
    movedAtMs = nowMs();
  };
  const noteEdges = (edges: Edges): void => areas.note(rectToBox(edges));
  const look: Moves['look'] = (how) => {
    const found = how === 'closely' ? motion.lookClosely() : motion.look();
    if (found.isAnywhere && !isAnywhere) movingSinceMs = nowMs();
    if (found.isAnywhere) noteAll();
    ({ isAnywhere } = found);
    for (const edges of found.areas) noteEdges(edges);
    return found;
  };
  return {
    noteAll,
    noteScroll: (area) => {
      const edges = area === null ? null : rectOf(area);
      if (area === null || edges === null || !isSmall(edges) || scrolled.size >= mostScrolled) {
        scrolled.clear();
        noteAll();
        return;
      }
      scrolled.set(area, nowMs());
      noteEdges(edges);
    },
    look,
    isStillSince: (sinceMs) => movedAtMs < sinceMs && !isAnywhere,
    areasSince: (sinceMs) => {
      for (const [area, atMs] of scrolled) {
        if (atMs < sinceMs) scrolled.delete(area);
        // It may itself stand elsewhere by now.
        else noteEdges(rectOf(area));
      }
      const boxes = areas.since(sinceMs);
      return boxes === null ? null : { boxes, areScrolled: scrolled.size > 0 };
    },
    restMs: () => {
      look('roughly');
      const now = nowMs();
      if (isAnywhere) return Math.min(mostCalmMs, Math.max(calmMs, (now - movingSinceMs) / 4));
      if (now - movedAtMs < calmMs) return calmMs;
      // What came into view is known by the time that a picture surely shows it.
      if (lookedForMs !== movedAtMs) {
        lookedForMs = movedAtMs;
        lookAtAll();
      }
      return Math.max(0, movedAtMs + onItsWayMs - now);
    },
  };
}
