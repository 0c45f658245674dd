/**
 * Waiting for what is to be told meanwhile. A process that slept wakes with its timers due and
 * all that came unread: what has come by then is read first, or it would be decided without it.
 */
export function hearFor(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => setImmediate(resolve), Math.max(0, durationMs));
  });
}
