/**
 * Element → ways to find it again: the test id that the site gave it, the text
 * of its label, and a path of CSS selectors that leans on nothing that a page
 * makes anew at each load (generated ids and classes).
 */
import {
  attributeOf,
  findAll,
  hasAttributeOf,
  hostAround,
  isElement,
  parentNodeOf,
  previousElementOf,
  rootOf,
  tagOf,
} from './dom.ts';
import { maxTextLength } from './text-length.ts';

/** As Playwright, Testing Library, Cypress and Selenium projects write them. */
export const testIdAttributes = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'];

/** Letters and words, at most two digits at the end: what a person wrote, not a framework's counter. */
const lastingId = /^[A-Za-z]+(?:[-_][A-Za-z]+)*(?:[-_]?\d{1,2})?$/u;
const longestId = 60;
/** Further brothers and deeper trees than this are found by role and name alone. */
const mostSiblings = 5000;
const mostLevels = 60;

export function testIdOf(element: Element): string | null {
  for (const name of testIdAttributes) {
    const value = attributeOf(element, name);
    if (value !== null && value !== '' && value.length <= longestId) return value;
  }
  return null;
}

/**
 * @returns a path for each shadow tree from the outermost in, joined by ` >>> `; each path is a list
 * of which the first that finds one single element counts: from the nearest id, and from the top,
 * for where that id was made anew. null where there is no short path.
 */
export function cssPathOf(element: Element): string | null {
  const trees: string[] = [];
  for (let at: Element | null = element; at !== null; at = hostAround(at)) {
    const fromAnchor = pathInTree(at, anchorOf);
    const fromTop = pathInTree(at, () => null);
    const paths = new Set([fromAnchor, fromTop].filter((path) => path !== null));
    if (paths.size === 0) return null;
    trees.unshift([...paths].join(', '));
  }
  const path = trees.join(' >>> ');
  // A batch with a longer one would be refused as a whole.
  return path.length > maxTextLength ? null : path;
}

function pathInTree(
  element: Element,
  anchorOf: (element: Element) => string | null,
): string | null {
  const steps: string[] = [];
  let at: Element | null = element;
  while (at !== null) {
    const anchor = anchorOf(at);
    if (anchor !== null) return [anchor, ...steps].join(' > ');
    const step = stepOf(at);
    if (step === null || steps.length > mostLevels) return null;
    steps.unshift(step);
    const parent: Node | null = parentNodeOf(at);
    at = parent !== null && isElement(parent) ? parent : null;
  }
  return steps.join(' > ');
}

/** A selector that only this element of its tree answers to. */
function anchorOf(element: Element): string | null {
  const id = attributeOf(element, 'id');
  if (id !== null && id.length <= longestId && lastingId.test(id)) {
    const selector = `#${CSS.escape(id)}`;
    if (isAlone(element, selector)) return selector;
  }
  for (const name of testIdAttributes) {
    if (!hasAttributeOf(element, name)) continue;
    const value = attributeOf(element, name) ?? '';
    if (value.length > longestId || !lastingId.test(value)) continue;
    const selector = `[${name}="${CSS.escape(value)}"]`;
    if (isAlone(element, selector)) return selector;
  }
  return null;
}

function isAlone(element: Element, selector: string): boolean {
  const found = findAll(rootOf(element), selector);
  return found.length === 1 && found[0] === element;
}

function stepOf(element: Element): string | null {
  const tag = tagOf(element);
  let number = 1;
  let looked = 0;
  for (let at = previousElementOf(element); at !== null; at = previousElementOf(at)) {
    if (tagOf(at) === tag) number += 1;
    looked += 1;
    if (looked > mostSiblings) return null;
  }
  return `${CSS.escape(tag)}:nth-of-type(${number})`;
}
