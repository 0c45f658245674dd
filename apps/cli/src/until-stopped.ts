/** When a server's process should end: asked to, or left alone by the `understudy up` that started it. */

/** Resolves on SIGTERM, on SIGINT, on SIGHUP (the terminal was closed), or when the parent that spawned us with a channel is gone. */
export async function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = (): void => {
    resolve();
  };
  // For good: a terminal and npm both tell of one Ctrl-C, and the second would end us half way.
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', stop);
  process.once('disconnect', stop);
  // A channel keeps the process alive: it may end while this one waits, not hold it up after.
  await promise;
  if (process.connected) process.disconnect();
}
