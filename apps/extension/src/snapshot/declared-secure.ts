/**
 * Regions that a site declares secure. One covers all that the flat tree shows
 * in it: what stands in its shadow trees, and what is given to slots in it.
 */
import {
  assignedSlotOf,
  closestOf,
  composedParentOf,
  findAll,
  hasAnyAttribute,
  isElement,
  matchesOf,
  parentNodeOf,
  slottedIn,
  type OpenShadowRoot,
} from './dom.ts';

/** Ours, and what sites wrote already for other recorders. */
const declaredSecure = [
  '[data-understudy-secure]',
  '[data-private]',
  '[data-sensitive]',
  '[data-sentry-mask]',
  '[data-sentry-block]',
  '[data-openreplay-obscured]',
  '[data-openreplay-masked]',
  '[data-openreplay-hidden]',
  '[data-hj-suppress]',
  '[data-dd-privacy="mask"]',
  '[data-dd-privacy="hidden"]',
  '[data-clarity-mask="true" i]',
  '.rr-mask',
  '.rr-block',
  '.fs-mask',
  '.fs-exclude',
].join(',');

/** Each of them is an attribute, and most elements have none at all. */
export const declaresSecure = (element: Element): boolean =>
  hasAnyAttribute(element) && matchesOf(element, declaredSecure);

export function isInDeclared(element: Element, open: OpenShadowRoot): boolean {
  for (let at: Element | null = element; at !== null;) {
    if (closestOf(at, declaredSecure) !== null) return true;
    at = nextTreeAround(at, open);
  }
  return false;
}

/** The nearest place around an element where its flat tree goes on in another node tree. */
function nextTreeAround(element: Element, open: OpenShadowRoot): Element | null {
  for (let at = element; ;) {
    const slot = slotOf(at, open);
    if (slot !== null) return slot;
    const parent = composedParentOf(at);
    if (parent === null || parentNodeOf(at) !== parent) return parent;
    at = parent;
  }
}

/** The slot that an element is given to; `assignedSlot` does not tell of closed shadow trees. */
function slotOf(element: Element, open: OpenShadowRoot): Element | null {
  const told = assignedSlotOf(element);
  if (told !== null) return told;
  const parent = parentNodeOf(element);
  const root = parent !== null && isElement(parent) ? open(parent) : null;
  if (root === null) return null;
  const holds = (slot: Element): boolean =>
    slot instanceof HTMLSlotElement && slottedIn(slot).includes(element);
  return findAll(root, 'slot').find(holds) ?? null;
}
