/**
 * Watches the document and every shadow root for changes: which things may have
 * other names, roles or places now. A page that changes more than `mostRecords`
 * things at once is looked at as a whole.
 */
import { dataOf, hostOf, isText } from '../snapshot/dom.ts';
import { testIdAttributes } from '../snapshot/locator.ts';
import type { SecureFields } from '../snapshot/secure-field.ts';
import type { Change } from '../snapshot/unseen-subtrees.ts';

const mostRecords = 300;

/** What of an element changes its role, name, state, place, look or the way to find it. */
const attributes = [
  'alt',
  'class',
  'contenteditable',
  'disabled',
  'for',
  'hidden',
  'href',
  'id',
  'open',
  'readonly',
  'role',
  'src',
  'style',
  'title',
  'type',
  'value',
  'aria-checked',
  'aria-disabled',
  'aria-expanded',
  'aria-hidden',
  'aria-label',
  'aria-labelledby',
  'aria-pressed',
  'aria-selected',
  ...testIdAttributes,
];

function recordToChange(record: MutationRecord): Change {
  const { target, type } = record;
  // What a shadow tree holds is in its host.
  const thing = target instanceof ShadowRoot ? hostOf(target) : target;
  if (type === 'attributes') return { thing, kind: 'style' };
  return { thing, kind: isReworded(record) ? 'text' : 'content' };
}

/** Words came in the place of words: no selector tells the two apart. */
function isReworded({ type, target, oldValue, addedNodes, removedNodes }: MutationRecord): boolean {
  if (type === 'characterData') return oldValue !== '' && isWords(target);
  return [addedNodes, removedNodes].every((nodes) => nodes.length > 0 && [...nodes].every(isWords));
}

const isWords = (node: Node): boolean => isText(node) && dataOf(node) !== '';

export interface RootWatch {
  /** Also tells the secure fields of their past, from the first moment on. */
  watch(root: Document | ShadowRoot): void;
  /** From here on `onChange` is told. */
  wake(): void;
  stop(): void;
}

export function watchRoots(
  secure: SecureFields,
  onChange: (changes: readonly Change[] | 'all') => void,
): RootWatch {
  const roots = new Set<Document | ShadowRoot>();
  let isAwake = false;
  const types = new MutationObserver((records) => secure.note(records));
  const changes = new MutationObserver((records) => {
    onChange(records.length > mostRecords ? 'all' : records.map(recordToChange));
  });
  const watchChanges = (root: Document | ShadowRoot): void => {
    changes.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      characterDataOldValue: true,
      attributeFilter: attributes,
    });
  };
  return {
    watch: (root) => {
      if (roots.has(root)) return;
      roots.add(root);
      types.observe(root, {
        subtree: true,
        childList: true,
        attributeFilter: ['type'],
        attributeOldValue: true,
      });
      if (isAwake) watchChanges(root);
    },
    wake: () => {
      if (isAwake) return;
      isAwake = true;
      for (const root of roots) watchChanges(root);
    },
    stop: () => {
      types.disconnect();
      changes.disconnect();
      roots.clear();
    },
  };
}
