/**
 * Shadow roots without asking the browser for each element of each pass: its
 * answer takes longer than all else that is read of an element.
 */
import { tagOf, type OpenShadowRoot } from './dom.ts';

/** DOM 4.2.14, "valid shadow host name"; nothing else can have one. */
const hosts =
  /-|^(?:article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/u;
/** An element that had none may get one later, which no mutation tells. */
const askAgainMs = 20_000;

export interface ShadowLookup {
  /** For passes over a whole page. */
  readonly recent: OpenShadowRoot;
  /** For the few elements that an event is about. */
  readonly fresh: OpenShadowRoot;
}

export function createShadowLookup(open: OpenShadowRoot): ShadowLookup {
  const askedAtMs = new WeakMap<Element, number>();
  const fresh: OpenShadowRoot = (element) => {
    if (!hosts.test(tagOf(element))) return null;
    const root = open(element);
    if (root === null) askedAtMs.set(element, performance.now());
    else askedAtMs.delete(element);
    return root;
  };
  return {
    fresh,
    recent: (element) => {
      const asked = askedAtMs.get(element);
      return asked !== undefined && performance.now() - asked < askAgainMs ? null : fresh(element);
    },
  };
}
