/**
 * Keys and frames as they come → whether a place on the screen rests: video does
 * not, nor does a value that is being written, which no rule knows before it is
 * whole.
 */
import { intersectBoxes, type Box, type RawEvent } from '@understudy/recording';

/** A frame that is not looked at yet, or was. */
interface Painted {
  readonly timeNs: number;
  readonly boxes: readonly Box[];
}

export interface Rest {
  take(event: RawEvent): void;
  /** A frame is looked at: from now on places are asked about as it shows them. */
  look(frame: Painted): void;
  /** @param next the frames behind the one that is looked at, as far as they are known */
  isResting(place: Box, next: readonly Painted[]): boolean;
}

const restNs = 1_000_000_000;
/** After a key: a person who writes may stop to think. */
const writtenRestNs = 5_000_000_000;
/** A key may be stamped a little after the frame that shows it. */
const leadNs = 500_000_000;

/** More than anybody presses in that time. */
const rememberedKeys = 1000;

export function createRest(): Rest {
  let takenNs = 0;
  let keysNs: number[] = [];
  let painted: Painted[] = [];

  const changes = (place: Box) => (frame: Painted) =>
    frame.boxes.some((box) => intersectBoxes(box, place) !== null);
  return {
    take: (event) => {
      takenNs = Math.max(takenNs, event.timeNs);
      if (event.kind === 'key') keysNs = [...keysNs.slice(-rememberedKeys), event.timeNs];
    },
    look: (frame) => {
      const fromNs = frame.timeNs - 2 * writtenRestNs;
      painted = [...painted.filter(({ timeNs }) => timeNs > fromNs), frame];
      keysNs = keysNs.filter((keyNs) => keyNs > fromNs);
    },
    isResting: (place, next) => {
      const lookedNs = painted.at(-1)?.timeNs ?? 0;
      const changedNs = painted.findLast(changes(place))?.timeNs ?? Number.NEGATIVE_INFINITY;
      const endNs = next.find(changes(place))?.timeNs ?? Number.POSITIVE_INFINITY;
      const isWritten = keysNs.some(
        (keyNs) => keyNs > changedNs - writtenRestNs && keyNs < changedNs + leadNs,
      );
      return isWritten
        ? Math.min(endNs, takenNs) - changedNs >= writtenRestNs
        : endNs - lookedNs >= restNs;
    },
  };
}
