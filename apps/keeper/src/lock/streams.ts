/**
 * Every running release. A lockdown ends them all, at once and in memory,
 * before anything is written or answered; a chunk that was being sealed at
 * that moment is dropped, not sent.
 */
export interface Streams {
  /** The same pieces; `check` runs before and after each, and where it throws nothing is passed on. */
  guard(pieces: AsyncIterable<Uint8Array>, check: () => void): AsyncIterable<Uint8Array>;
  /** Ends every stream and lets go of its keys. */
  stop(): Promise<void>;
  running(): number;
}

export function createStreams(): Streams {
  const open = new Set<AsyncIterator<Uint8Array>>();
  const end = async (pieces: AsyncIterator<Uint8Array>): Promise<void> => {
    open.delete(pieces);
    await pieces.return?.();
  };
  return {
    running: () => open.size,
    guard: (source, check) => {
      const pieces = source[Symbol.asyncIterator]();
      open.add(pieces);
      const next = async (): Promise<IteratorResult<Uint8Array>> => {
        try {
          check();
          const piece = await pieces.next();
          check();
          if (piece.done === true) open.delete(pieces);
          return piece;
        } catch (error) {
          await end(pieces);
          throw error;
        }
      };
      const stop = async (): Promise<IteratorResult<Uint8Array>> => {
        await end(pieces);
        return { done: true, value: undefined };
      };
      return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
    },
    stop: async () => {
      await Promise.allSettled([...open].map(end));
    },
  };
}
