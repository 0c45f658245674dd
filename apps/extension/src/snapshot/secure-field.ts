/**
 * Which fields are secure: nothing of what they hold or of the keys typed into
 * them leaves the page's process (docs/extension.md, "What it sees").
 *
 * A field that once was a password field stays one, whatever its type becomes;
 * so is the field that takes its place, and any text that tells what it held.
 */
import { attributeOf, documentOf, isElement, tagOf, type OpenShadowRoot } from './dom.ts';
import { isInDeclared } from './declared-secure.ts';
import { createFieldSwaps, isField } from './field-swap.ts';
import { formOf, textValueOf } from './form-control.ts';
import { inputTypeOf } from './role.ts';
import { createSecretValues } from './secret-values.ts';

/** HTML's autofill fields that hold a secret: a password, a code, anything of a card. */
const secretAutofill =
  /(?:^|\s)(?:cc-[a-z-]+|one-time-code|current-password|new-password)(?:\s|$)/u;

/** In a field's own names: what sites call secrets when they do not say it by `autocomplete`. */
const secretWords =
  /(?:^|[^a-z])(?:pass(?:word|wd|code|phrase)|pwd|otp|totp|one[-_ ]?time|cvv2?|cvc2?|csc|(?:card|cc)[-_ ]?(?:number|num|no)|(?:security|verification|auth)[-_ ]?code|[2m]fa|pin(?:[-_ ]?code)?|secret|ssn)(?:$|[^a-z])/u;

export interface SecureFields {
  /** A secure field, or something inside of a region that the site declares secure. */
  isSecure(element: Element): boolean;
  /** A secure field by itself, wherever it stands. */
  isSecret(element: Element): boolean;
  /** It stands in a region that the site declares secure, which hides names too. */
  isDeclared(element: Element): boolean;
  /** Whether a text holds what a password field holds. */
  isTold(text: string): boolean;
  /** To be called with every mutation: `type` changes need their old value. */
  note(mutations: readonly MutationRecord[]): void;
}

export function createSecureFields(
  open: OpenShadowRoot,
  nowMs: () => number = () => performance.now(),
): SecureFields {
  const once = new WeakSet<Element>();
  const namesOnce = new WeakMap<object, Set<string>>();
  const values = createSecretValues();

  const remember = (field: Element): void => {
    if (once.has(field)) return;
    once.add(field);
    values.add(field);
    const scope = scopeOf(field);
    const names = namesOnce.get(scope) ?? new Set<string>();
    for (const name of namesOf(field)) names.add(name);
    namesOnce.set(scope, names);
  };

  const sharesName = (field: Element): boolean => {
    const names = namesOnce.get(scopeOf(field));
    return names !== undefined && namesOf(field).some((name) => names.has(name));
  };

  const isSecret = (field: Element): boolean => {
    if (once.has(field)) return true;
    if (tagOf(field) === 'input' && inputTypeOf(field) === 'password') {
      remember(field);
      return true;
    }
    if (!isField(field)) return false;
    return (
      isSecretByName(field) ||
      isMaskedByStyle(field) ||
      sharesName(field) ||
      values.isTold(textValueOf(field))
    );
  };
  const swaps = createFieldSwaps(isSecret, nowMs);

  return {
    isSecure: (element) => isSecret(element) || isInDeclared(element, open),
    isSecret,
    isDeclared: (element) => isInDeclared(element, open),
    isTold: (text) => values.isTold(text),
    note: (mutations) => {
      for (const { type, target, oldValue } of mutations) {
        const wasPassword = type === 'attributes' && oldValue?.toLowerCase() === 'password';
        if (wasPassword && isElement(target)) remember(target);
      }
      for (const field of swaps.take(mutations)) remember(field);
    },
  };
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
