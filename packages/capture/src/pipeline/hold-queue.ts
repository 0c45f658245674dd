/**
 * A bounded memory queue that hands events over in the order of their time.
 *
 * An entry may be undecided (a key whose field is not known yet, a frame whose
 * structure is being read); everything after it waits. When the queue is full
 * the oldest go, counted.
 */
import type { RawEvent } from '@understudy/recording';
import type { InputKind } from './tally.ts';

export interface HoldQueue {
  /** @param keptAs the input event that it was counted as kept for, where it is one */
  add(event: RawEvent, keptAs?: InputKind): void;
  /** A place in the queue for something to be decided later; null takes the place away. */
  hold(timeNs: number, sizeBytes?: number): (decided: readonly RawEvent[] | null) => void;
  /** Everything before `timeNs` that waits for nothing; at the end of time what waits is given up. */
  take(timeNs: number): readonly RawEvent[];
  /** The time of the oldest that waits; null: nothing does. */
  firstNs(): number | null;
}

interface Entry {
  readonly timeNs: number;
  readonly sizeBytes: number;
  readonly keptAs: InputKind | null;
  events: readonly RawEvent[] | 'undecided';
}

export interface HoldQueueLimits {
  readonly entries: number;
  readonly sizeBytes: number;
}

/** @param onOverflow told of each entry that was let go to stay in the limits; null: it was no input */
export function createHoldQueue(
  limits: HoldQueueLimits,
  onOverflow: (keptAs: InputKind | null) => void,
): HoldQueue {
  const entries: Entry[] = [];
  let sizeBytes = 0;
  let handedNs = Number.NEGATIVE_INFINITY;

  const insert = (entry: Entry): void => {
    let index = entries.length;
    while (index > 0 && (entries[index - 1]?.timeNs ?? 0) > entry.timeNs) index -= 1;
    entries.splice(index, 0, entry);
    sizeBytes += entry.sizeBytes;
    while (entries.length > limits.entries || sizeBytes > limits.sizeBytes) {
      const oldest = entries.shift();
      if (oldest === undefined) break;
      sizeBytes -= oldest.sizeBytes;
      oldest.events = [];
      onOverflow(oldest.keptAs);
    }
  };

  return {
    add: (event, keptAs) =>
      insert({ timeNs: event.timeNs, sizeBytes: 0, keptAs: keptAs ?? null, events: [event] }),
    hold: (timeNs, size = 0) => {
      const entry: Entry = { timeNs, sizeBytes: size, keptAs: null, events: 'undecided' };
      insert(entry);
      return (decided) => {
        if (entry.events === 'undecided') entry.events = decided ?? [];
      };
    },
    take: (timeNs) => {
      const ready: RawEvent[] = [];
      for (;;) {
        const [entry] = entries;
        if (entry === undefined || entry.timeNs >= timeNs) break;
        if (entry.events === 'undecided') {
          if (Number.isFinite(timeNs)) break;
          entry.events = [];
        }
        entries.shift();
        sizeBytes -= entry.sizeBytes;
        for (const event of entry.events) {
          // Order is a promise to everything after us: what came too late keeps its place in line.
          handedNs = Math.max(handedNs, event.timeNs);
          ready.push(event.timeNs === handedNs ? event : { ...event, timeNs: handedNs });
        }
      }
      return ready;
    },
    firstNs: () => entries[0]?.timeNs ?? null,
  };
}
