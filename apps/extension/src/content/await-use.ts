/**
 * One of very many frames → the moment in which a person uses it. Until then a
 * handful of passive listeners is all that it costs.
 */

/** Frames of one document that are recorded from their start; the others once they are used. */
const mostAtOnce = 100;
/** Frames inside of frames that are. */
const mostDepth = 4;

/** Whether this document is one of more frames than any page of work has. */
export function isOneOfMany(): boolean {
  let depth = 0;
  for (let at: Window = window; at !== at.parent; at = at.parent) {
    depth += 1;
    if (depth > mostDepth || !isAmongFirst(at.parent, at)) return true;
  }
  return false;
}

function isAmongFirst(parent: Window, frame: Window): boolean {
  // A frame in a shadow tree has no number.
  if (parent.length <= mostAtOnce) return true;
  for (let index = 0; index < mostAtOnce; index += 1) if (parent[index] === frame) return true;
  return false;
}

const inputs = ['pointermove', 'pointerdown', 'pointerup', 'wheel', 'keydown', 'keyup'] as const;
const signs = [...inputs, 'pointerover', 'focus'] as const;

export interface AwaitedUse {
  /** Resolves with the first trusted event that only a person makes. */
  readonly begun: Promise<void>;
  /** Stops listening: how many input events came until now. */
  end(): number;
}

export function awaitUse(): AwaitedUse {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  let inputCount = 0;
  for (const sign of signs) {
    const isInput = inputs.some((input) => input === sign);
    const note = ({ isTrusted }: Event): void => {
      if (!isTrusted) return;
      if (isInput) inputCount += 1;
      resolve();
    };
    window.addEventListener(sign, note, {
      capture: true,
      passive: true,
      signal: controller.signal,
    });
  }
  return {
    begun: promise,
    end: () => {
      controller.abort();
      return inputCount;
    },
  };
}
