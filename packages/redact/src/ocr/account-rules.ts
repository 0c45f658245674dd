/**
 * Accounts and plates by their forms, as they stand on screens without a label: "c.oduya" is somebody,
 * "e.target" is nobody.
 */
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import type { LooseRule } from './loose-rule.ts';

const isKnownWord = (word: string): boolean =>
  classOfWord(word.toLowerCase()) !== 0 && !isNameWord(word.toLowerCase());

/** "c.oduya", "anna.kowalska", and not "e.target", "window.location" or "build.gradle". */
function isLogin(value: string): boolean {
  const parts = value.replace(/\d+$/u, '').split('.');
  const [family = ''] = parts.toSorted((a, b) => b.length - a.length);
  const short = parts.filter((part) => part !== family);
  const isInitials = short.every((part) => part.length <= 2);
  return (
    !isKnownWord(family) &&
    !isInterfaceWord(family) &&
    !fileEnding.test(parts.at(-1) ?? '') &&
    (isInitials || parts.some((part) => isNameWord(part) && classOfWord(part) === 0)) &&
    !short.some((part) => part.length > 2 && isKnownWord(part))
  );
}
const fileEnding =
  /^(?:conf|docx|gradle|html|java|jpeg|json|lock|node|pptx|properties|scss|service|swift|toml|webp|xlsx|xhtml|yaml|local|internal|example|test|invalid|museum|info|cloud|online|store|agency|email)$/u;

export const accountRules: readonly LooseRule[] = [
  {
    rule: 'plate.it',
    kind: 'plate',
    needs: /\d{3} ?[A-Z]{2}/u,
    pattern: /(?<![\p{L}\p{N}-])[A-HJ-NPR-TV-Z]{2} ?\d{3} ?[A-HJ-NPR-TV-Z]{2}(?![\p{L}\p{N}-])/gu,
  },
  {
    rule: 'plate.nl',
    kind: 'plate',
    needs: /[A-Z\d]-[A-Z\d]/u,
    // Six signs, letters and digits in turns: 2-TKL-08, N-902-BR, 41-XKD-3
    pattern:
      /(?<![\p{L}\p{N}-])(?=[A-Z\d-]{8}(?![\p{L}\p{N}-]))(?:[A-Z]{1,3}-\d{2,3}-[A-Z]{1,3}|\d{1,3}-[A-Z]{2,3}-\d{1,3})(?![\p{L}\p{N}-])/gu,
  },
  {
    rule: 'ocr.login',
    kind: 'handle',
    needs: /\p{Ll}\.\p{Ll}/u,
    // As firms name accounts: c.oduya, anna.kowalska, kowalska.a; no host, no file, no part of an address.
    pattern:
      /(?<![\p{L}\p{N}@©®._/\\=-])(?:\p{Ll}{1,2}\.\p{Ll}{4,20}|\p{Ll}{3,20}\.\p{Ll}{4,20}|\p{Ll}{4,20}\.\p{Ll})\d{0,3}(?![\p{L}\p{N}@©®_/\\(=-]|\.\p{L})/gu,
    holds: isLogin,
  },
  {
    rule: 'ocr.loginSaid',
    kind: 'handle',
    needs: /log-?in|user/iu,
    pattern:
      /(?<![\p{L}\p{N}])(?:log-?in|user ?name|user ?id)(?: name| id)? (?:is|will be|was|of) ["'“]?(?<value>\p{Ll}[\p{L}\d._-]{3,30}[\p{L}\d])(?![\p{L}\p{N}@©®])/giu,
    holds: (value) => !isKnownWord(value.split(/[\s"'“]/u).at(-1) ?? ''),
  },
];
