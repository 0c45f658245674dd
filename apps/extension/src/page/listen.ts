/** Listeners that see every trusted event and disturb none: passive, in the capture phase. */

export interface Listeners {
  /** Only events that the browser itself says a person or it made (`isTrusted`) come through. */
  on<Kind extends keyof GlobalEventHandlersEventMap>(
    target: EventTarget,
    kind: Kind,
    listener: (event: GlobalEventHandlersEventMap[Kind]) => void,
  ): void;
  onPlain(target: EventTarget, kind: string, listener: (event: Event) => void): void;
  stop(): void;
}

export function createListeners(): Listeners {
  const controller = new AbortController();
  const { signal } = controller;
  const on = (target: EventTarget, kind: string, listener: (event: never) => void): void => {
    target.addEventListener(
      kind,
      (event) => {
        if (event.isTrusted) Reflect.apply(listener, undefined, [event]);
      },
      { capture: true, passive: true, signal },
    );
  };
  return { on, onPlain: on, stop: () => controller.abort() };
}
