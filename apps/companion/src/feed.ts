/**
 * What happens now, to every page that listens. Bounded: a listener who does
 * not keep up loses the oldest ledger entries, never a change of state.
 */
import type { CompanionEvent } from '@understudy/protocol';

export interface Feed {
  send(event: CompanionEvent): void;
  /** From this call on, until `signal` aborts or the feed is closed. */
  listen(signal: AbortSignal): AsyncGenerator<CompanionEvent>;
  close(): void;
}

interface Listener {
  readonly queue: CompanionEvent[];
  readonly wake: () => void;
}

const maxQueued = 500;

export function createFeed(): Feed {
  const listeners = new Set<Listener>();
  let closed = false;
  const isOpen = (): boolean => !closed;
  return {
    send: (event) => {
      for (const { queue, wake } of listeners) {
        if (queue.length >= maxQueued) {
          const oldest = queue.findIndex(({ kind }) => kind === 'ledger');
          queue.splice(Math.max(0, oldest), 1);
        }
        queue.push(event);
        wake();
      }
    },
    listen: (signal) => {
      let wake = (): void => {};
      const listener: Listener = { queue: [], wake: () => wake() };
      const untilWoken = (): Promise<void> =>
        new Promise((resolve) => {
          wake = resolve;
          if (listener.queue.length > 0 || signal.aborted || !isOpen()) resolve();
        });
      listeners.add(listener);
      const onAbort = (): void => wake();
      signal.addEventListener('abort', onAbort);
      return (async function* () {
        try {
          while (isOpen() && !signal.aborted) {
            const event = listener.queue.shift();
            if (event === undefined) await untilWoken();
            else yield event;
          }
        } finally {
          signal.removeEventListener('abort', onAbort);
          listeners.delete(listener);
        }
      })();
    },
    close: () => {
      closed = true;
      for (const { wake } of listeners) wake();
    },
  };
}
