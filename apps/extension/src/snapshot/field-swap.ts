/**
 * Which fields took a secure field's place: a "show password" button may take
 * the field out and put another in, in one step or, as frameworks render, in
 * several, with or without what it held.
 */
import { findAll, hasAttributeOf, isElement, tagOf } from './dom.ts';
import { textValueOf } from './form-control.ts';

/** More fields than this are no swap of one; a page may move thousands of nodes. */
const mostSwapped = 50;
/** A place that a secure field left waits this long for the field that follows. */
const waitMs = 5000;
const fields = 'input,textarea,select,[contenteditable]';

export const isField = (element: Element): boolean =>
  /^(?:input|textarea|select)$/u.test(tagOf(element)) || hasAttributeOf(element, 'contenteditable');

/** Fields that left one parent and that came to it. */
interface Swap {
  readonly removed: Element[];
  readonly added: Element[];
}

export interface FieldSwaps {
  /** @returns the fields that stand where a secure one stood, or hold what it held. */
  take(mutations: readonly MutationRecord[]): readonly Element[];
}

export function createFieldSwaps(
  isSecure: (field: Element) => boolean,
  nowMs: () => number,
): FieldSwaps {
  /** Parent → the fields that left it, one of them secure, and that nothing replaced yet. */
  const vacated = new WeakMap<
    Node,
    { readonly fields: readonly Element[]; readonly atMs: number }
  >();

  const replaced = (parent: Node, { removed, added }: Swap): readonly Element[] => {
    const before = vacated.get(parent);
    if (added.length === 0) {
      if (removed.some(isSecure)) vacated.set(parent, { fields: removed, atMs: nowMs() });
      return [];
    }
    vacated.delete(parent);
    const isAwaited = before !== undefined && nowMs() - before.atMs < waitMs;
    return successors(isAwaited ? [...before.fields, ...removed] : removed, added, isSecure);
  };

  return {
    take: (mutations) => {
      const swaps = new Map<Node, Swap>();
      for (const { type, target, addedNodes, removedNodes } of mutations) {
        if (type !== 'childList') continue;
        const swap = swaps.get(target) ?? { removed: [], added: [] };
        swaps.set(target, swap);
        addFields(swap.removed, removedNodes);
        addFields(swap.added, addedNodes);
      }
      return [...swaps].flatMap(([parent, swap]) => replaced(parent, swap));
    },
  };
}

function addFields(found: Element[], nodes: NodeList): void {
  for (const node of nodes) {
    if (found.length >= mostSwapped) return;
    if (!isElement(node)) continue;
    if (isField(node)) found.push(node);
    found.push(...findAll(node, fields).slice(0, mostSwapped));
  }
}

function successors(
  removed: readonly Element[],
  added: readonly Element[],
  isSecure: (field: Element) => boolean,
): readonly Element[] {
  const secrets = removed.map((field) => (isSecure(field) ? textValueOf(field) : null));
  if (secrets.every((secret) => secret === null)) return [];
  const isSameForm = removed.length === added.length;
  return added.filter((field, index) => {
    const value = textValueOf(field);
    return (isSameForm && secrets[index] !== null) || (value !== '' && secrets.includes(value));
  });
}
