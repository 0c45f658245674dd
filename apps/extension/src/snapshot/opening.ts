/** Through what a thing on the page is seen: what stands around it may cut it off. */
import { holds, type Edges } from './edges.ts';

export interface Opening {
  /** What can be seen of it. */
  readonly edges: Edges;
  /** null: of the whole screen, or of what stands around the walk, which cuts off all. */
  readonly around: {
    readonly opening: Opening;
    readonly place: Edges;
    readonly style: CSSStyleDeclaration;
  } | null;
  /** Read once something hangs out of it; until then nobody needs to know. */
  clips: boolean | null;
}

/** What is left to be seen of a thing at this place lies within these. */
export function edgesThrough(opening: Opening, place: Edges): Edges {
  for (let at = opening; ;) {
    const { around, edges } = at;
    // What does not hang out of it is cut off where it is itself, whether it clips or not.
    if (around === null || holds(around.place, place)) return edges;
    at.clips ??= clips(around.style);
    if (at.clips) return edges;
    at = around.opening;
  }
}

export const clips = ({ overflowX, overflowY }: CSSStyleDeclaration): boolean =>
  overflowX !== 'visible' || overflowY !== 'visible';
