import { useEffect, type RefObject } from 'react';

/** What is something by itself to whoever hears the page. */
const parts = 'section, form, ol, table, main';

interface Place {
  readonly element: Element;
  /** Its number among its parent's children, and how many these are. */
  readonly at: number;
  readonly of: number;
}

/**
 * Keeps the focus where it was when what had it goes away, as *Start* does for *Pause*: on what
 * stands there instead or before it, or on the nearest part around it. Browsers give it to the page's very
 * begin, which takes who works with keys or by ear out of what they were doing (WCAG 2.4.3).
 */
export function useKeptFocus(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = within.current;
    if (root === null) return;
    let places: readonly Place[] = [];
    const remember = ({ target }: FocusEvent): void => {
      places = target instanceof Element ? placesOf(target, root) : [];
    };
    const observer = new MutationObserver(() => {
      const lost = places.findLast(({ element }) => !element.isConnected);
      if (lost === undefined || document.activeElement !== document.body) return;
      const around = places.filter(({ element }) => element.isConnected);
      places = [];
      const siblings = around[0]?.element.children;
      const near = siblings?.[siblings.length < lost.of ? lost.at - 1 : lost.at];
      const next = [near, ...around.map(({ element }) => element)].find((element) =>
        element?.matches(parts),
      );
      if (!(next instanceof HTMLElement)) return;
      if (!next.hasAttribute('tabindex')) next.tabIndex = -1;
      next.focus({ preventScroll: true });
    });
    root.addEventListener('focusin', remember);
    observer.observe(root, { childList: true, subtree: true });
    return () => {
      root.removeEventListener('focusin', remember);
      observer.disconnect();
    };
  }, [within]);
}

/** The element's own place, and that of each one around it up to the root. */
function placesOf(element: Element, root: Element): readonly Place[] {
  const places: Place[] = [];
  for (let at: Element | null = element; at !== null && root.contains(at); at = at.parentElement) {
    const siblings = [...(at.parentElement?.children ?? [])];
    places.push({ element: at, at: siblings.indexOf(at), of: siblings.length });
  }
  return places;
}
