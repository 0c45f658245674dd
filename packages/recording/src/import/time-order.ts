/**
 * Events that come at most so much too late → the same in the order of their
 * time; those of one time stay as they came. Only what may still be overtaken
 * is kept.
 */
import type { RecordingEvent } from '../event.ts';

export interface TimeOrder {
  add(event: RecordingEvent): void;
  /** What nothing can come before any more, given that nothing is later than `latestNs` yet. */
  take(latestNs: number): readonly RecordingEvent[];
  /** The rest. */
  end(): readonly RecordingEvent[];
  /** The events that wait, the latest first. */
  waiting(): Iterable<RecordingEvent>;
  replace(event: RecordingEvent, by: RecordingEvent): void;
}

/** Where times stand still, no more than this waits. */
const mostWaiting = 10_000;

export function createTimeOrder(mostLateNs: number): TimeOrder {
  let waiting: RecordingEvent[] = [];
  return {
    add: (event) => {
      const before = waiting.findLastIndex(({ timeNs }) => timeNs <= event.timeNs);
      waiting.splice(before + 1, 0, event);
    },
    take: (latestNs) => {
      const first = waiting.findIndex(({ timeNs }) => timeNs > latestNs - mostLateNs);
      if (waiting.length > mostWaiting) return waiting.splice(0, mostWaiting / 2);
      if (first === 0) return [];
      return waiting.splice(0, first === -1 ? waiting.length : first);
    },
    end: () => {
      const rest = waiting;
      waiting = [];
      return rest;
    },
    waiting: () => waiting.toReversed(),
    replace: (event, by) => {
      waiting = waiting.with(waiting.indexOf(event), by);
    },
  };
}
