/** Closed roots too, where the browser shows them to extensions (Chromium; Firefox by its own name). */
export function openShadowRoot(element: Element): ShadowRoot | null {
  if (!(element instanceof HTMLElement)) return null;
  return chrome.dom.openOrClosedShadowRoot(element);
}
