/**
 * Shadow roots without asking the browser for each element of each pass: its
 * answer takes longer than all else that is read of an element.
 */
import { tagOf, type OpenShadowRoot } from './dom.ts';

/** DOM 4.2.14, "valid shadow host name"; nothing else can have one. */
const hosts =
  /-|^(?:article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/u;
/** An element that had none may get one later, which no mutation tells: most of all one of the site's own kind. */
const askAgainMs = { ownKind: 2_000, builtIn: 20_000 };

export interface ShadowLookup {
  /** For passes over a whole page. */
  readonly recent: OpenShadowRoot;
  /** For the few elements that an event is about. */
  readonly fresh: OpenShadowRoot;
}

export function createShadowLookup(open: OpenShadowRoot): ShadowLookup {
  /** Once there, it stays. */
  const roots = new WeakMap<Element, ShadowRoot>();
  const noneUntilMs = new WeakMap<Element, number>();
  const fresh: OpenShadowRoot = (element) => {
    const known = roots.get(element);
    if (known !== undefined) return known;
    const tag = tagOf(element);
    if (!hosts.test(tag)) return null;
    const root = open(element);
    if (root !== null) {
      roots.set(element, root);
      noneUntilMs.delete(element);
      return root;
    }
    const waitMs = tag.includes('-') ? askAgainMs.ownKind : askAgainMs.builtIn;
    noneUntilMs.set(element, performance.now() + waitMs);
    return null;
  };
  return {
    fresh,
    recent: (element) => {
      const until = noneUntilMs.get(element);
      return until !== undefined && performance.now() < until ? null : fresh(element);
    },
  };
}
