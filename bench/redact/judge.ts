/** A shot and the boxes that were covered in it → what leaked, and how much of the rest was lost. */
import type { Place, Shot } from './screens.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Verdict {
  readonly name: string;
  readonly values: number;
  /** Marked places of which a twentieth or more of the width shows. */
  readonly leaked: readonly Place[];
  /** Share of the other text's area that was covered, 0..1. */
  readonly lost: number;
}

/** Share of the place that the boxes cover, measured on the middle half of its height. */
function shareCovered(place: Place, boxes: readonly Box[]): number {
  const rows = [0.3, 0.5, 0.7].map((part) => place.y + part * place.height);
  let covered = 0;
  let all = 0;
  for (let x = Math.ceil(place.x); x < place.x + place.width; x += 1) {
    for (const y of rows) {
      all += 1;
      if (
        boxes.some(
          (box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height,
        )
      )
        covered += 1;
    }
  }
  return all === 0 ? 1 : covered / all;
}

export function judge({ name, places }: Shot, boxes: readonly Box[]): Verdict {
  // `either` may be covered and may be kept: firms, countries, names of machines.
  const marked = places.filter(({ kind }) => kind !== null && kind !== 'either');
  const others = places.filter(({ kind }) => kind === null);
  const area = (place: Place): number => place.width * place.height;
  const lost = others.reduce((sum, place) => sum + area(place) * shareCovered(place, boxes), 0);
  const all = others.reduce((sum, place) => sum + area(place), 0);
  return {
    name,
    values: marked.length,
    leaked: marked.filter((place) => shareCovered(place, boxes) < 0.95),
    lost: all === 0 ? 0 : lost / all,
  };
}
