/** Listeners that see every trusted event and disturb none: passive, in the capture phase. */

export interface Listeners {
  /** Only events that the browser itself says a person or it made (`isTrusted`) come through. */
  on<Kind extends keyof GlobalEventHandlersEventMap>(
    target: EventTarget,
    kind: Kind,
    listener: (event: GlobalEventHandlersEventMap[Kind]) => void,
  ): void;
  onPlain(target: EventTarget, kind: string, listener: (event: Event) => void): void;
  /** `document.open()` takes every listener off the document and its window, ours too: puts them back. */
  renew(): void;
  stop(): void;
}

export function createListeners(): Listeners {
  const controller = new AbortController();
  const { signal } = controller;
  const own: (() => void)[] = [];
  const on = (target: EventTarget, kind: string, listener: (event: never) => void): void => {
    const trusted = (event: Event): void => {
      if (event.isTrusted) Reflect.apply(listener, undefined, [event]);
    };
    const add = (): void =>
      target.addEventListener(kind, trusted, { capture: true, passive: true, signal });
    add();
    // Shadow trees come and go with what they stand in.
    if (target === window || target === document) own.push(add);
  };
  return {
    on,
    onPlain: on,
    // One that is still there is not added twice.
    renew: () => own.forEach((add) => add()),
    stop: () => controller.abort(),
  };
}
