/**
 * Where things stood before they changed or went: what a picture of that moment
 * may still show, and no node tells any more. Bounded: who asks for more than is
 * remembered is told that nobody knows.
 */
import type { NodeBox } from './snapshot-node.ts';

const mostPlaces = 4000;

export interface LeftPlaces {
  note(box: NodeBox): void;
  /** Those that were seen to be left since then (epoch milliseconds); null: not all of them are remembered. */
  since(sinceMs: number): readonly NodeBox[] | null;
}

export function createLeftPlaces(nowMs: () => number): LeftPlaces {
  let places: { readonly box: NodeBox; readonly atMs: number }[] = [];
  let forgottenMs = Number.NEGATIVE_INFINITY;
  return {
    note: (box) => {
      if (places.length >= mostPlaces) {
        forgottenMs = places.at(mostPlaces / 2)?.atMs ?? nowMs();
        places = places.slice(mostPlaces / 2);
      }
      places.push({ box, atMs: nowMs() });
    },
    since: (sinceMs) =>
      sinceMs <= forgottenMs
        ? null
        : places.flatMap(({ box, atMs }) => (atMs >= sinceMs ? [box] : [])),
  };
}
