/**
 * A pattern → which kinds of signs every text in which it hits has side by side, one of them at
 * least: letter and digit, stroke and letter. Read off its syntax tree, as in demand.ts. Prose has
 * few kinds of pairs, so most patterns of codes and numbers need no search in it.
 */
import type { AST } from '@eslint-community/regexpp';

/** One bit a kind; what is beyond ASCII is one of its own. */
const kinds = [/\d/u, /[A-Za-z]/u, /\s/u, /[.]/u, /-/u, /_/u, /:/u, /,/u] as const;
const otherSign = kinds.length;
const beyond = otherSign + 1;
const kindCount = beyond + 1;
const allKinds = 2 ** kindCount - 1;

const kindOfSign = Uint8Array.from({ length: 128 }, (_, code) => {
  const kind = kinds.findIndex((pattern) => pattern.test(String.fromCharCode(code)));
  return kind < 0 ? otherSign : kind;
});

/** One byte a pair, `first * kindCount + second`: 1 where the text has it. */
export function pairsIn(text: string): Uint8Array {
  const pairs = new Uint8Array(kindCount * kindCount);
  let before = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? (kindOfSign[code] ?? beyond) : beyond;
    if (before >= 0) pairs[before * kindCount + kind] = 1;
    before = kind;
  }
  return pairs;
}

/** Of a part of a pattern: the kinds that it may begin and end with, and the pairs of which it has one. */
interface Part {
  readonly first: number;
  readonly last: number;
  readonly mayBeEmpty: boolean;
  readonly pairs: readonly number[] | null;
}

const nothing: Part = { first: 0, last: 0, mayBeEmpty: true, pairs: null };
const anything: Part = { first: allKinds, last: allKinds, mayBeEmpty: true, pairs: null };

const [letter, blank] = [1, 2] as const;
/** In nearly every text: who asks for one of them asks for nothing. */
const usual = new Set([
  letter * kindCount + letter,
  letter * kindCount + blank,
  blank * kindCount + letter,
]);
const mostPairs = 12;

const rarer = (a: Part['pairs'], b: Part['pairs']): Part['pairs'] =>
  a === null || b === null ? (a ?? b) : b.length < a.length ? b : a;

function pairsOf(firsts: number, seconds: number): Part['pairs'] {
  const pairs: number[] = [];
  for (let first = 0; first < kindCount; first += 1)
    for (let second = 0; second < kindCount; second += 1)
      if ((firsts >>> first) & (seconds >>> second) & 1) pairs.push(first * kindCount + second);
  return worthwhile(pairs);
}

const worthwhile = (pairs: readonly number[]): Part['pairs'] =>
  pairs.length > mostPairs || pairs.some((pair) => usual.has(pair)) ? null : pairs;

/** A node that matches one sign. */
type Sign = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass;

const isDigits = (node: AST.Node): boolean =>
  node.type === 'CharacterSet' && node.kind === 'digit' && !node.negate;

/** Whether all that it matches is ASCII. */
const isPlain = (node: Sign): boolean =>
  isDigits(node) ||
  (node.type === 'CharacterClass' &&
    !node.negate &&
    node.elements.every(
      (element) =>
        isDigits(element) ||
        (element.type === 'Character' && element.value < 128) ||
        (element.type === 'CharacterClassRange' && element.max.value < 128),
    ));

/** The kinds of signs that a set or a sign of a pattern matches. */
function kindsOf(node: Sign, flags: string): number {
  if (node.type === 'Character') return kindsOfCharacter(node.value, flags);
  const pattern = new RegExp(`^${node.raw}$`, flags);
  let found = 0;
  for (const [code, kind] of kindOfSign.entries())
    if (((found >>> kind) & 1) === 0 && pattern.test(String.fromCharCode(code))) found |= 1 << kind;
  return isPlain(node) ? folded(found, flags) : found | (1 << beyond);
}

/** Whether it may match a letter of ASCII, in small or capital. */
export const matchesLetter = (node: Sign): boolean =>
  ((remembered(node.raw, 'iu', () => kindsOf(node, 'iu')) >>> letter) & 1) === 1;

const kindsOfCharacter = (code: number, flags: string): number =>
  folded(1 << (kindOfSign[code] ?? beyond), flags);

/** Two letters beyond ASCII are another case of ASCII's (ECMA-262, Canonicalize). */
const folded = (found: number, flags: string): number =>
  flags.includes('i') && ((found >>> letter) & 1) === 1 ? found | (1 << beyond) : found;

/** @returns pairs of which each text that the pattern hits has one; null where it need not have any */
export function pairsAskedBy(
  { alternatives }: AST.Pattern,
  { ignoreCase }: RegExp,
): readonly number[] | null {
  const flags = ignoreCase ? 'iu' : 'u';
  const ofElement = (node: AST.Element): Part => {
    switch (node.type) {
      case 'Group':
      case 'CapturingGroup':
        return either(node.alternatives);
      case 'Quantifier': {
        const part = ofElement(node.element);
        return node.min === 0 ? { ...part, mayBeEmpty: true, pairs: null } : part;
      }
      case 'Assertion':
        return (node.kind === 'lookahead' || node.kind === 'lookbehind') && !node.negate
          ? { ...nothing, pairs: either(node.alternatives).pairs }
          : nothing;
      case 'Backreference':
        return anything;
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
      case 'ExpressionCharacterClass': {
        const kinds = remembered(node.raw, flags, () => kindsOf(node, flags));
        return { first: kinds, last: kinds, mayBeEmpty: false, pairs: null };
      }
    }
  };
  const inRow = (row: Part, part: Part): Part => ({
    first: row.mayBeEmpty ? row.first | part.first : row.first,
    last: part.mayBeEmpty ? row.last | part.last : part.last,
    mayBeEmpty: row.mayBeEmpty && part.mayBeEmpty,
    pairs: rarer(
      rarer(row.pairs, part.pairs),
      row.mayBeEmpty || part.mayBeEmpty ? null : pairsOf(row.last, part.first),
    ),
  });
  const either = (choices: readonly AST.Alternative[]): Part => {
    const parts = choices.map(({ elements }) => elements.map(ofElement).reduce(inRow, nothing));
    const pairs = new Set(parts.flatMap((part) => part.pairs ?? []));
    return {
      first: parts.reduce((all, { first }) => all | first, 0),
      last: parts.reduce((all, { last }) => all | last, 0),
      mayBeEmpty: parts.some((part) => part.mayBeEmpty),
      pairs: parts.every((part) => part.pairs !== null) ? worthwhile([...pairs]) : null,
    };
  };
  return either(alternatives).pairs;
}

const known = new Map<string, number>();

/** Patterns are made of few sets of signs, which are told again and again. */
function remembered(raw: string, flags: string, make: () => number): number {
  const key = `${flags} ${raw}`;
  const held = known.get(key) ?? make();
  known.set(key, held);
  return held;
}
