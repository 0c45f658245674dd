/** Runs in the page: lists its controls, and finds recorded ones again by locators and by coordinates. */
import { findAgain } from '../../apps/extension/src/snapshot/find-again.ts';
import type { SnapshotNode } from '../../apps/extension/src/snapshot/snapshot-node.ts';

export interface ControlPlace {
  /** Its number among the controls of the page. */
  readonly number: number;
  readonly x: number;
  readonly y: number;
}

export interface Clicked {
  readonly place: ControlPlace;
  readonly node: SnapshotNode;
}

interface Found {
  readonly byLocators: number;
  readonly byPlace: number;
}

declare global {
  interface Window {
    /** Those that a click would hit as the page stands. */
    controlPlaces: () => readonly ControlPlace[];
    /** From here on clicks do nothing, so that all controls are clicked on the same page. */
    holdStill: () => void;
    countFound: (clicked: readonly Clicked[]) => Found;
  }
}

const wanted = 'a[href],button,input,select,textarea,summary,[role=tab],[onclick]';

/** In one order, shadow trees included. */
function allControls(root: ParentNode = document): readonly Element[] {
  return [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.matches(wanted) ? [element] : []),
    ...(element.shadowRoot === null ? [] : allControls(element.shadowRoot)),
  ]);
}

window.controlPlaces = () =>
  allControls().flatMap((element, number) => {
    const { x: left, y: top, width, height } = element.getBoundingClientRect();
    const x = left + Math.min(width, 60) / 2;
    const y = top + height / 2;
    const at = elementAt(x, y);
    return at !== null && element.contains(at) ? [{ number, x, y }] : [];
  });

window.holdStill = () => {
  for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'focus']) {
    addEventListener(
      kind,
      (event) => {
        event.stopImmediatePropagation();
        event.preventDefault();
      },
      true,
    );
  }
};

window.countFound = (clicked) => {
  const controls = allControls();
  const options = {
    open: (element: Element) => element.shadowRoot,
    clean: (text: string) => text,
  };
  const isFound = ({ place, node }: Clicked): boolean =>
    findAgain(node, document, options) === controls[place.number];
  const isAtPlace = ({ place }: Clicked): boolean => {
    // Coordinates are pixels of the screen, of which zoom makes more for the same place.
    const at = elementAt(place.x / devicePixelRatio, place.y / devicePixelRatio);
    return at !== null && controls[place.number]?.contains(at) === true;
  };
  return {
    byLocators: clicked.filter(isFound).length,
    byPlace: clicked.filter(isAtPlace).length,
  };
};

function elementAt(x: number, y: number): Element | null {
  let found = document.elementFromPoint(x, y);
  for (;;) {
    const inner = found?.shadowRoot?.elementFromPoint(x, y) ?? null;
    if (inner === null || inner === found) return found;
    found = inner;
  }
}
