/**
 * Reading an attacker-controlled DOM. A form's named inputs and a document's
 * named images shadow the properties of their own kind ("DOM clobbering", HTML
 * [LegacyOverrideBuiltIns]), in isolated worlds too: `form.parentNode` may be an
 * input. So every getter and method is taken from its prototype.
 */

import { toEdges, type Edges } from './edges.ts';

/** Reads a property past whatever shadows it on the object itself. */
function reader<Owner extends object, Key extends keyof Owner & string>(
  prototype: Owner,
  property: Key,
): (owner: Owner) => Owner[Key] {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, property);
  return (owner) => descriptor?.get?.call(owner);
}

const nodeTypeOf = reader(Node.prototype, 'nodeType');
export const parentNodeOf = reader(Node.prototype, 'parentNode');
export const firstChildOf = reader(Node.prototype, 'firstChild');
export const nextSiblingOf = reader(Node.prototype, 'nextSibling');
export const previousElementOf = reader(Element.prototype, 'previousElementSibling');
export const documentOf = reader(Node.prototype, 'ownerDocument');
export const isConnectedOf = reader(Node.prototype, 'isConnected');
export const assignedSlotOf = reader(Element.prototype, 'assignedSlot');
export const tagOf = reader(Element.prototype, 'localName');
export const dataOf = reader(CharacterData.prototype, 'data');
export const titleOf = reader(Document.prototype, 'title');
export const scrollTopOf = reader(Element.prototype, 'scrollTop');
export const scrollLeftOf = reader(Element.prototype, 'scrollLeft');
const activeInDocument = reader(Document.prototype, 'activeElement');
const activeInShadow = reader(ShadowRoot.prototype, 'activeElement');
export const documentElementOf = reader(Document.prototype, 'documentElement');
export const fullscreenOf = reader(Document.prototype, 'fullscreenElement');
export const hostOf = reader(ShadowRoot.prototype, 'host');

export const isElement = (node: Node): node is Element => nodeTypeOf(node) === 1;
export const isText = (node: Node): node is Text => nodeTypeOf(node) === 3;
const isDocument = (node: Node): node is Document => nodeTypeOf(node) === 9;
const isFragment = (node: Node): node is DocumentFragment => nodeTypeOf(node) === 11;

export const attributeOf = (element: Element, name: string): string | null =>
  Element.prototype.getAttribute.call(element, name);
export const hasAttributeOf = (element: Element, name: string): boolean =>
  Element.prototype.hasAttribute.call(element, name);
export const hasAnyAttribute = (element: Element): boolean =>
  Element.prototype.hasAttributes.call(element);
export const rectOf = (element: Element): Edges =>
  toEdges(Element.prototype.getBoundingClientRect.call(element));
export const closestOf = (element: Element, selectors: string): Element | null =>
  Element.prototype.closest.call(element, selectors);
export const matchesOf = (element: Element, selectors: string): boolean =>
  Element.prototype.matches.call(element, selectors);
const checkVisibility = (element: Element, visibilityProperty: boolean): boolean =>
  Element.prototype.checkVisibility.call(element, {
    visibilityProperty,
    contentVisibilityAuto: true,
  });
/** Whether what stands in it is drawn, by a box of its own or, as of a slot, by the one around it. */
export function isRendered(element: Element): boolean {
  if (checkVisibility(element, true)) return true;
  const { display, visibility } = getComputedStyle(element);
  if (display !== 'contents' || visibility !== 'visible') return false;
  let at: Element | null = element;
  for (let level = 0; at !== null && level < deepestBoxless; level += 1) {
    if (getComputedStyle(at).display !== 'contents') return checkVisibility(at, false);
    at = assignedSlotOf(at) ?? composedParentOf(at);
  }
  return false;
}
const deepestBoxless = 400;
export const rootOf = (node: Node): Node => Node.prototype.getRootNode.call(node);
export const slottedIn = (slot: HTMLSlotElement): readonly Node[] =>
  HTMLSlotElement.prototype.assignedNodes.call(slot);

export function findAll(root: Node, selectors: string): readonly Element[] {
  if (isElement(root)) return [...Element.prototype.querySelectorAll.call(root, selectors)];
  if (isDocument(root)) return [...Document.prototype.querySelectorAll.call(root, selectors)];
  return isFragment(root)
    ? [...DocumentFragment.prototype.querySelectorAll.call(root, selectors)]
    : [];
}

/** The first of them, sooner than all: a browser stops there. */
export function findFirst(root: Document | ShadowRoot, selectors: string): Element | null {
  return isDocument(root)
    ? Document.prototype.querySelector.call(root, selectors)
    : DocumentFragment.prototype.querySelector.call(root, selectors);
}

export function findById(root: Node, id: string): Element | null {
  if (isDocument(root)) return Document.prototype.getElementById.call(root, id);
  return isFragment(root) ? DocumentFragment.prototype.getElementById.call(root, id) : null;
}

/** Opens shadow roots, closed ones too: `chrome.dom.openOrClosedShadowRoot` where there is one. */
export type OpenShadowRoot = (element: Element) => ShadowRoot | null;

/** The element that has the focus, however deep in shadow trees. */
export function deepActiveElement(document: Document, open: OpenShadowRoot): Element | null {
  let active = activeInDocument(document);
  for (;;) {
    const root = active === null || isBodyByDefault(active) ? null : open(active);
    const inner = root === null ? null : activeInShadow(root);
    if (inner === null) return active;
    active = inner;
  }
}

/** Where nothing has the focus the body passes for it: then nothing inside of it has, and the browser need not be asked. */
const isBodyByDefault = (active: Element): boolean =>
  tagOf(active) === 'body' && !matchesOf(active, ':focus-within');

/** Where an event went to, through closed shadow roots as well. */
export function deepTargetOf(
  event: Event,
  at: { readonly x: number; readonly y: number } | null,
  open: OpenShadowRoot,
): Element | null {
  const first = Event.prototype.composedPath.call(event)[0];
  let target = first instanceof Node ? elementAround(first) : null;
  if (at === null) return target;
  while (target !== null) {
    const root = open(target);
    const inner = root === null ? null : elementInside(root, at);
    if (inner === null || inner === target) return target;
    target = inner;
  }
  return target;
}

function elementInside(
  root: ShadowRoot,
  { x, y }: { readonly x: number; readonly y: number },
): Element | null {
  const inner = ShadowRoot.prototype.elementFromPoint.call(root, x, y);
  return inner !== null && rootOf(inner) === root ? inner : null;
}

function elementAround(node: Node): Element | null {
  return isElement(node) ? node : composedParentOf(node);
}

/** The parent element, out of a shadow root to its host. */
export function composedParentOf(node: Node): Element | null {
  const parent = parentNodeOf(node);
  if (parent === null) return null;
  if (isElement(parent)) return parent;
  return parent instanceof ShadowRoot ? hostOf(parent) : null;
}

/** The host of the shadow root that a node stands in; null outside of any. */
export function hostAround(node: Node): Element | null {
  const root = rootOf(node);
  return root instanceof ShadowRoot ? hostOf(root) : null;
}
