/** When a server's process should end: asked to, or left alone by the `understudy up` that started it. */

/** Resolves on SIGTERM, on SIGINT, or when the parent that spawned us with a channel is gone. */
export async function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = (): void => {
    resolve();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  // A channel keeps the process alive: it may end while this one waits, not hold it up after.
  await promise;
  if (process.connected) process.disconnect();
}
