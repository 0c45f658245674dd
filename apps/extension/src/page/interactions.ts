/**
 * What happens on the page besides raw input → records: focus, selection, drag,
 * scroll, change, submit, dialogues. Which control, and of the content only what
 * no key tells (choices.ts).
 *
 * Some of these events do not leave a shadow tree, so each root has its own
 * listeners. A page can make some of them itself, as fast as it likes (`focus()`,
 * `scrollTo`): such ones are told at most once in `calmMs` for each control.
 */
import { fullscreenOf, isElement, scrollLeftOf, scrollTopOf } from '../snapshot/dom.ts';
import { isControl, selectedTextOf } from '../snapshot/form-control.ts';
import { watchChoices, type ChoicesOptions } from './choices.ts';
import type { Listeners } from './listen.ts';
import { focusedElement, noteAction, noteTree, pointedAt, targetOf, type Scene } from './scene.ts';
import { eventAtMs, nowMs } from '../now.ts';

const calmMs = 100;
/** Scrolled areas between two reports. */
const mostAreas = 100;

export interface InteractionOptions extends ChoicesOptions {
  /** Something was scrolled (null: the document), so what stands where changed. */
  readonly onScroll: (area: Element | null) => void;
  readonly onFocusMoved: () => void;
  /** A field's value changed, or something popped up: no mutation tells. */
  readonly onState: (element: Element) => void;
}

export interface Interactions {
  watch(root: Document | ShadowRoot): void;
}

export function listenToInteractions(
  scene: Scene,
  listeners: Listeners,
  options: InteractionOptions,
): Interactions {
  const { onScroll, onState, onFocusMoved } = options;
  const { outbox, closed, snapshotter } = scene;
  const choices = watchChoices(scene, listeners, options);
  const scrolled = new Set<Element | null>();
  let reportedFocus: Element | null = null;
  let focusToldAtMs = 0;
  let reportedSelection: boolean | null = null;
  let calm: ReturnType<typeof setTimeout> | null = null;

  const reportCalm = (): void => {
    calm = null;
    if (closed() !== null) return;
    for (const area of scrolled) {
      const element = area ?? document.scrollingElement;
      if (element === null) continue;
      outbox.describe({
        kind: 'scroll',
        atMs: nowMs(),
        target: area === null ? null : (snapshotter?.idOf(area) ?? null),
        left: scrollLeftOf(element),
        top: scrollTopOf(element),
      });
    }
    scrolled.clear();
    reportFocus();
  };
  const reportFocus = (): void => {
    const focused = focusedElement(scene);
    if (focused === reportedFocus || closed() !== null) return;
    reportedFocus = focused;
    focusToldAtMs = nowMs();
    const target = focused === null ? null : (snapshotter?.control(focused) ?? null);
    noteTree(scene, focusToldAtMs);
    outbox.describe({ kind: 'focus', atMs: focusToldAtMs, target });
  };
  /** At once, since keys follow; on a page that moves it all the time, calmly. */
  const focusMoved = (): void => {
    onFocusMoved();
    if (nowMs() - focusToldAtMs > calmMs) reportFocus();
    else later();
  };
  const later = (): void => {
    calm ??= setTimeout(reportCalm, calmMs);
  };

  const select = (): void => {
    const focused = focusedElement(scene);
    const collapsed = !isSelected(focused);
    if (collapsed === reportedSelection || closed() !== null) return;
    reportedSelection = collapsed;
    const target = snapshotter?.idOf(focused) ?? null;
    outbox.describe({ kind: 'select', atMs: nowMs(), target, collapsed });
  };

  const drag = (event: DragEvent, phase: 'start' | 'drop' | 'end'): void => {
    if (closed() !== null) return;
    const atMs = eventAtMs(event);
    const element = pointedAt(scene, event);
    const { clientX: x, clientY: y, dataTransfer } = event;
    const files = phase === 'drop' && dataTransfer !== null ? dataTransfer.files : null;
    const value = files === null ? null : choices.namesOf(files);
    outbox.describe({
      kind: 'drag',
      atMs,
      x,
      y,
      phase,
      target: snapshotter?.idOf(element) ?? null,
      ...(value === null ? {} : { value }),
    });
  };
  listeners.on(window, 'dragstart', (event) => drag(event, 'start'));
  listeners.on(window, 'drop', (event) => drag(event, 'drop'));
  listeners.on(window, 'dragend', (event) => drag(event, 'end'));

  const tellChange = (event: Event, element: Element, value: string | null): void => {
    if (closed() !== null) return;
    onState(element);
    const atMs = eventAtMs(event);
    const target = noteAction(scene, element, atMs);
    outbox.describe({ kind: 'change', atMs, target, ...(value === null ? {} : { value }) });
  };
  listeners.onPlain(document, 'fullscreenchange', (event) => {
    if (closed() !== null) return;
    const shown = fullscreenOf(document);
    const target = snapshotter?.idOf(shown) ?? null;
    outbox.describe({ kind: 'fullscreen', atMs: eventAtMs(event), target, open: shown !== null });
  });
  listeners.onPlain(window, 'beforeprint', (event) => {
    if (closed() === null) outbox.describe({ kind: 'print', atMs: eventAtMs(event) });
  });

  return {
    watch: (root) => {
      listeners.on(root, 'scroll', ({ target }) => {
        const area = target instanceof Node && isElement(target) ? target : null;
        onScroll(area);
        if (scrolled.size < mostAreas) scrolled.add(area);
        later();
      });
      listeners.on(root, 'focusin', focusMoved);
      listeners.on(root, 'focusout', focusMoved);
      listeners.on(root, 'input', (event) => {
        const element = elementIn(event);
        if (element === null) return;
        onState(element);
        const filled = choices.filledIn(element, event);
        if (filled !== null) tellChange(event, element, filled);
      });
      listeners.on(root, 'change', (event) => {
        const element = elementIn(event);
        if (element !== null) tellChange(event, element, choices.chosenIn(element));
      });
      listeners.on(root, 'submit', (event) => {
        if (closed() !== null) return;
        const atMs = eventAtMs(event);
        outbox.describe({
          kind: 'submit',
          atMs,
          target: noteAction(scene, elementIn(event), atMs),
        });
      });
      listeners.onPlain(root, 'selectionchange', select);
      listeners.onPlain(root, 'toggle', (event) => {
        if (!(event instanceof ToggleEvent) || closed() !== null) return;
        const { target, newState } = event;
        if (target instanceof Element && scene.isOwn(target)) return;
        if (!(target instanceof HTMLDialogElement) && !isPopover(target)) return;
        if (target instanceof Element) onState(target);
        outbox.describe({
          kind: 'dialog',
          atMs: eventAtMs(event),
          target: targetOf(scene, event),
          open: newState === 'open',
        });
      });
    },
  };
}

/** In a field, and else on the page: of what is selected in a field the page's own selection tells nothing. */
function isSelected(focused: Element | null): boolean {
  if (focused !== null && isControl(focused) && selectedTextOf(focused) !== '') return true;
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed;
}

const elementIn = ({ target }: Event): Element | null =>
  target instanceof Node && isElement(target) ? target : null;

const isPopover = (target: EventTarget | null): boolean =>
  target instanceof Element && target.matches('[popover]');
