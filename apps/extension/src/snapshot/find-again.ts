/**
 * A recorded node → the element of this page that it was, by the locators that
 * agree: the test id, role and name, the label, the path. Where they point to
 * several, the one most of them point to; where that is no single one, none.
 */
import { findAll, type OpenShadowRoot } from './dom.ts';
import { testIdAttributes, testIdOf } from './locator.ts';
import { labelTextOf, nameOf } from './name.ts';
import { roleOf } from './role.ts';
import type { SnapshotNode } from './snapshot-node.ts';

type Located = Pick<SnapshotNode, 'role' | 'name' | 'label' | 'testId' | 'css'>;

interface FindOptions {
  readonly open: OpenShadowRoot;
  /** As when it was recorded, since a recorded name is a redacted one. */
  readonly clean: (text: string, label: string) => string;
}

/** What may have a role, besides elements of the page's own making. */
const candidates =
  'a,area,button,input,select,textarea,summary,option,label,img,svg,canvas,video,td,th,li,p,h1,h2,h3,h4,h5,h6,[role],[contenteditable],[tabindex],[onclick]';

export function findAgain(
  located: Located,
  document: Document,
  { open, clean }: FindOptions,
): Element | null {
  const votes = new Map<Element, number>();
  const vote = (element: Element, weight: number): void => {
    votes.set(element, (votes.get(element) ?? 0) + weight);
  };
  const byPath = located.css === undefined ? null : elementAt(located.css, document, open);
  if (byPath !== null) vote(byPath, roleOf(byPath) === located.role ? 2 : 1);
  for (const element of candidatesIn(document, open)) {
    if (roleOf(element) !== located.role) continue;
    if (located.testId !== undefined && testIdOf(element) === located.testId) vote(element, 3);
    if (located.name !== '' && clean(nameOf(element, located.role, open), '') === located.name)
      vote(element, 3);
    if (located.label !== undefined && clean(labelTextOf(element, open), '') === located.label)
      vote(element, 2);
  }
  const [first, second] = [...votes].toSorted(([, a], [, b]) => b - a);
  if (first === undefined || first[1] === second?.[1]) return null;
  return first[0];
}

function elementAt(css: string, document: Document, open: OpenShadowRoot): Element | null {
  let root: Node = document;
  let found: Element | null = null;
  for (const selectors of css.split(' >>> ')) {
    if (found !== null) {
      const inner = open(found);
      if (inner === null) return null;
      root = inner;
    }
    found = firstSingle(root, selectors.split(', '));
    if (found === null) return null;
  }
  return found;
}

function firstSingle(root: Node, selectors: readonly string[]): Element | null {
  for (const selector of selectors) {
    const [only, ...others] = findAll(root, selector);
    if (only !== undefined && others.length === 0) return only;
  }
  return null;
}

function* candidatesIn(root: Node, open: OpenShadowRoot): Generator<Element> {
  const tests = testIdAttributes.map((name) => `[${name}]`).join(',');
  yield* findAll(root, `${candidates},${tests}`);
  for (const element of findAll(root, '*')) {
    const inner = open(element);
    if (inner !== null) yield* candidatesIn(inner, open);
  }
}
