/** Times of one document, on the clock that all documents of a browser share. */

/** Epoch milliseconds of an event's own stamp. */
export function eventAtMs(event: Event): number {
  return performance.timeOrigin + event.timeStamp;
}

export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
