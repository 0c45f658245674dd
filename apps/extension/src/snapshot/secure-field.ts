/**
 * Which fields are secure: nothing of what they hold or of the keys typed into
 * them leaves the page's process (docs/extension.md, "Secure fields").
 *
 * A field that once was a password field stays one: a "show password" button
 * changes its type, or puts another field of the same name or in the same place.
 */
import {
  attributeOf,
  closestOf,
  documentOf,
  findAll,
  hasAttributeOf,
  hostAround,
  isElement,
  tagOf,
} from './dom.ts';
import { formOf, textValueOf } from './form-control.ts';
import { inputTypeOf } from './role.ts';

/** Declared by the site: ours, and what sites wrote already for other recorders. */
export const declaredSecure = [
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

/** HTML's autofill fields that hold a secret: a password, a code, anything of a card. */
const secretAutofill =
  /(?:^|\s)(?:cc-[a-z-]+|one-time-code|current-password|new-password)(?:\s|$)/u;

/** In a field's own names: what sites call secrets when they do not say it by `autocomplete`. */
const secretWords =
  /(?:^|[^a-z])(?:pass(?:word|wd|code|phrase)|pwd|otp|totp|one[-_ ]?time|cvv2?|cvc2?|csc|(?:card|cc)[-_ ]?(?:number|num|no)|(?:security|verification|auth)[-_ ]?code|[2m]fa|pin(?:[-_ ]?code)?|secret|ssn)(?:$|[^a-z])/u;

export interface SecureFields {
  /** Also for something inside of an editable region that is declared secure. */
  isSecure(element: Element): boolean;
  /** It stands in a region that the site declares secure, which hides names too. */
  isDeclared(element: Element): boolean;
  /** To be called with every mutation: `type` changes need their old value. */
  note(mutations: readonly MutationRecord[]): void;
}

export function createSecureFields(): SecureFields {
  const once = new WeakSet<Element>();
  const namesOnce = new WeakMap<object, Set<string>>();

  const remember = (field: Element): void => {
    if (once.has(field)) return;
    once.add(field);
    const scope = scopeOf(field);
    const names = namesOnce.get(scope) ?? new Set<string>();
    for (const name of namesOf(field)) names.add(name);
    namesOnce.set(scope, names);
  };

  const sharesName = (field: Element): boolean => {
    const names = namesOnce.get(scopeOf(field));
    return names !== undefined && namesOf(field).some((name) => names.has(name));
  };

  const isSecureField = (field: Element): boolean => {
    if (once.has(field)) return true;
    if (tagOf(field) === 'input' && inputTypeOf(field) === 'password') {
      remember(field);
      return true;
    }
    if (!isField(field)) return false;
    return isSecretByName(field) || isMaskedByStyle(field) || sharesName(field);
  };

  return {
    isSecure: (element) => isSecureField(element) || isInDeclared(element),
    isDeclared: isInDeclared,
    note: (mutations) => {
      const swaps = new Map<Node, Swap>();
      for (const { type, target, attributeName, oldValue, addedNodes, removedNodes } of mutations) {
        if (type === 'attributes') {
          if (
            attributeName === 'type' &&
            oldValue?.toLowerCase() === 'password' &&
            isElement(target)
          )
            remember(target);
          continue;
        }
        // Frameworks take the old field out and put the new one in by two changes, or in new wrappers.
        const swap = swaps.get(target) ?? { removed: [], added: [] };
        swaps.set(target, swap);
        swap.removed.push(removedNodes);
        swap.added.push(addedNodes);
      }
      for (const swap of swaps.values()) {
        for (const field of replacedSecure(swap, isSecureField)) once.add(field);
      }
    },
  };
}

/** Fields that left one parent and came to it at once. */
interface Swap {
  readonly removed: NodeList[];
  readonly added: NodeList[];
}

/** More fields than this are no swap of one; a page may move thousands of nodes. */
const mostSwapped = 50;
const fields = 'input,textarea,select,[contenteditable]';

function fieldsIn(lists: readonly NodeList[]): readonly Element[] {
  const found: Element[] = [];
  for (const list of lists) {
    for (const node of list) {
      if (found.length >= mostSwapped) return found;
      if (!isElement(node)) continue;
      if (isField(node)) found.push(node);
      found.push(...findAll(node, fields).slice(0, mostSwapped));
    }
  }
  return found;
}

/** What stands where a secure field stood, or holds what it held. */
function replacedSecure(swap: Swap, isSecure: (field: Element) => boolean): readonly Element[] {
  const removed = fieldsIn(swap.removed);
  const secrets = removed.map((field) => (isSecure(field) ? textValueOf(field) : null));
  if (secrets.every((secret) => secret === null)) return [];
  const added = fieldsIn(swap.added);
  const isSameForm = removed.length === added.length;
  return added.filter((field, index) => {
    const value = textValueOf(field);
    return (isSameForm && secrets[index] !== null) || (value !== '' && secrets.includes(value));
  });
}

const isField = (element: Element): boolean =>
  /^(?:input|textarea|select)$/u.test(tagOf(element)) || hasAttributeOf(element, 'contenteditable');

/** It stands in a region that the site declares secure, which may be around its shadow tree. */
export function isInDeclared(element: Element): boolean {
  for (let at: Element | null = element; at !== null; at = hostAround(at)) {
    if (closestOf(at, declaredSecure) !== null) return true;
  }
  return false;
}

function isSecretByName(field: Element): boolean {
  const autofill = (attributeOf(field, 'autocomplete') ?? '').slice(0, 200).toLowerCase();
  if (secretAutofill.test(autofill)) return true;
  return ['name', 'id', 'aria-label', 'placeholder'].some((attribute) => {
    const value = (attributeOf(field, attribute) ?? '').slice(0, 200);
    return secretWords.test(value.replace(/([a-z])([A-Z])/gu, '$1-$2').toLowerCase());
  });
}

/** `-webkit-text-security` draws the letters of an ordinary field, or of any text, as dots. */
export function isMaskedByStyle(element: Element): boolean {
  const style = getComputedStyle(element).getPropertyValue('-webkit-text-security');
  return style !== '' && style !== 'none';
}

/** A field's names count within its form, or within the document where it has none. */
const scopeOf = (field: Element): object => formOf(field) ?? documentOf(field) ?? field;

const namesOf = (field: Element): readonly string[] =>
  ['name', 'id'].flatMap((attribute) => {
    const value = attributeOf(field, attribute);
    return value === null || value === '' ? [] : [`${attribute}=${value}`];
  });
