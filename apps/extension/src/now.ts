/** It never changes, and to ask for it is most of what the time of an event costs. */
const { timeOrigin } = performance;

/** Milliseconds since the epoch on the monotonic clock that all documents of a browser share. */
export const nowMs = (): number => timeOrigin + performance.now();

/** The same of an event's own stamp. */
export const eventAtMs = ({ timeStamp }: Event): number => timeOrigin + timeStamp;
