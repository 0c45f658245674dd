/**
 * An element's shadow root, closed ones too, which browsers show to extensions
 * alone: Chromium by a function, Firefox by a property of the element.
 */
export function openShadowRoot(element: Element): ShadowRoot | null {
  if (!(element instanceof HTMLElement)) return null;
  if (!import.meta.env.FIREFOX) return chrome.dom.openOrClosedShadowRoot(element);
  const root: unknown = Reflect.get(element, 'openOrClosedShadowRoot');
  return root instanceof ShadowRoot ? root : null;
}
