/** Runs in the page: lists its controls, and finds recorded ones again by locators and by coordinates. */
import { findAgain } from '../../apps/extension/src/snapshot/find-again.ts';
import type { SnapshotNode } from '../../apps/extension/src/snapshot/snapshot-node.ts';

interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Clicked {
  /** Its number among the controls of the page. */
  readonly number: number;
  readonly node: SnapshotNode;
  readonly place: Place;
}

interface Found {
  readonly byLocators: number;
  readonly byPlace: number;
}

declare global {
  interface Window {
    controlPlaces: () => readonly Place[];
    countFound: (clicked: readonly Clicked[]) => Found;
  }
}

const wanted = 'a,button,input,select,textarea,summary,[role=tab],[onclick]';

/** In one order, shadow trees included. */
function allControls(root: ParentNode = document): readonly Element[] {
  return [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.matches(wanted) ? [element] : []),
    ...(element.shadowRoot === null ? [] : allControls(element.shadowRoot)),
  ]);
}

window.controlPlaces = () =>
  allControls().map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + Math.min(width, 60) / 2, y: y + height / 2 };
  });

window.countFound = (clicked) => {
  const controls = allControls();
  const options = {
    open: (element: Element) => element.shadowRoot,
    clean: (text: string) => text,
  };
  return {
    byLocators: clicked.filter(
      ({ number, node }) => findAgain(node, document, options) === controls[number],
    ).length,
    byPlace: clicked.filter(({ number, place }) => {
      const at = elementAt(place);
      return at !== null && controls[number]?.contains(at) === true;
    }).length,
  };
};

/** Coordinates are pixels of the screen, of which zoom makes more for the same place. */
function elementAt(place: Place): Element | null {
  const x = place.x / devicePixelRatio;
  const y = place.y / devicePixelRatio;
  let found = document.elementFromPoint(x, y);
  for (;;) {
    const inner = found?.shadowRoot?.elementFromPoint(x, y) ?? null;
    if (inner === null || inner === found) return found;
    found = inner;
  }
}
