/** Times of one document, on the clock that all documents of a browser share. */

/** It never changes, and to ask for it is most of what a position costs. */
const { timeOrigin } = performance;

/** Epoch milliseconds of an event's own stamp. */
export function eventAtMs(event: Event): number {
  return timeOrigin + event.timeStamp;
}

export function nowMs(): number {
  return timeOrigin + performance.now();
}
