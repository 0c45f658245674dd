/**
 * A pattern → what every text in which it hits must have, read off its syntax tree: so
 * many digits, so long a stretch without a blank, one of a few cues, one of a few pairs of signs
 * (sign-pairs.ts). A text that lacks any of it needs no search, which costs far more than this look.
 */
import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { pairsAskedBy } from './sign-pairs.ts';

interface Tally {
  /** In all of the text. */
  readonly digits: number;
  /** Characters in a row, none of which is a blank. */
  readonly stretch: number;
  /**
   * Letters in a row (in lower case) or single signs; every hit has one of them. Null where a hit
   * need not. Each stands within one token (token.ts).
   */
  readonly cues: readonly string[] | null;
}

export interface Demand extends Tally {
  /** As pairsIn tells them; every text that is hit has one. Null where it need not. */
  readonly pairs: readonly number[] | null;
}

/** Of a part of a pattern, besides what it demands of the text. */
interface Part extends Tally {
  /** The most digits that a look ahead or behind wants to see: the part's own may be among them. */
  readonly digitsAround: number;
  /** In characters, at least. */
  readonly length: number;
  /** Matches no blank. */
  readonly isSolid: boolean;
  /** All texts that it matches, in lower case; null where they are too many to tell. */
  readonly texts: readonly string[] | null;
}

const mostTexts = 24;
const blank = /^\s$/u;
const letters = /^\p{L}+$/u;
const anything: Part = {
  digits: 0,
  digitsAround: 0,
  stretch: 0,
  cues: null,
  length: 0,
  isSolid: false,
  texts: null,
};
const nothing: Part = { ...anything, isSolid: true, texts: [''] };

/** Apostrophes join letters to one token, and common signs are in most texts. */
const isCue = (text: string): boolean =>
  letters.test(text) ? text.length > 1 : text.length === 1 && !/[\s\d.,'’-]/u.test(text);

/** A cue of one sign says more than one of two letters, and less than one of three. */
const worth = (cues: readonly string[]): number =>
  Math.min(...cues.map((cue) => (letters.test(cue) ? cue.length : 2.5)));

function betterCues(
  a: readonly string[] | null,
  b: readonly string[] | null,
): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  return worth(b) > worth(a) ? b : a;
}

const cuesOf = (texts: readonly string[]): readonly string[] | null =>
  texts.every(isCue) ? texts : null;

function ofCharacter(sign: string): Part {
  const lower = sign.toLowerCase();
  const isSolid = !blank.test(sign);
  return {
    ...anything,
    digits: /\d/u.test(sign) ? 1 : 0,
    stretch: isSolid ? 1 : 0,
    cues: cuesOf([lower]),
    length: 1,
    isSolid,
    texts: [lower],
  };
}

/** General categories without blanks. */
const solidCategories: ReadonlySet<string> = new Set(['L', 'Lu', 'Ll', 'M', 'N', 'P', 'S']);

function isSolidSet(set: AST.CharacterSet): boolean {
  switch (set.kind) {
    case 'any':
      return false;
    case 'space':
      return set.negate;
    case 'digit':
    case 'word':
      return !set.negate;
    case 'property':
      return !set.negate && (set.key === 'Script' || solidCategories.has(set.value ?? set.key));
  }
}

function ofSet(set: AST.CharacterSet): Part {
  const isSolid = isSolidSet(set);
  const isDigits = set.kind === 'digit' && !set.negate;
  return { ...anything, digits: isDigits ? 1 : 0, stretch: isSolid ? 1 : 0, length: 1, isSolid };
}

function ofClass(node: AST.CharacterClass | AST.ExpressionCharacterClass): Part {
  if (node.type === 'ExpressionCharacterClass' || node.unicodeSets)
    return { ...anything, length: 1 };
  if (node.negate) {
    const hasBlank = node.elements.some(
      (set) => set.type === 'CharacterSet' && set.kind === 'space' && !set.negate,
    );
    return { ...anything, stretch: hasBlank ? 1 : 0, length: 1, isSolid: hasBlank };
  }
  const parts = node.elements.map((element) =>
    element.type === 'Character'
      ? ofCharacter(String.fromCodePoint(element.value))
      : element.type === 'CharacterSet'
        ? ofSet(element)
        : ofRange(element),
  );
  return parts.length === 0 ? anything : either(parts);
}

function ofRange({ min, max }: AST.CharacterClassRange): Part {
  const isDigits = min.value >= 0x30 && max.value <= 0x39;
  // Beyond ASCII blanks may be among them.
  const isSolid = min.value > 0x20 && max.value < 0x80;
  return { ...anything, digits: isDigits ? 1 : 0, stretch: isSolid ? 1 : 0, length: 1, isSolid };
}

/** One of several. */
function either(parts: readonly Part[]): Part {
  const texts = parts.flatMap((part) => part.texts ?? []);
  const cues = parts.flatMap((part) => part.cues ?? []);
  return {
    digits: Math.min(...parts.map(({ digits }) => digits)),
    digitsAround: Math.min(...parts.map(({ digitsAround }) => digitsAround)),
    stretch: Math.min(...parts.map(({ stretch }) => stretch)),
    cues: parts.every((part) => part.cues !== null) ? cues : null,
    length: Math.min(...parts.map(({ length }) => length)),
    isSolid: parts.every(({ isSolid }) => isSolid),
    texts: texts.length <= mostTexts && parts.every((part) => part.texts !== null) ? texts : null,
  };
}

/** One after the other. */
function inRow(parts: readonly Part[]): Part {
  let whole: Part = nothing;
  /** All texts of the row's letters so far, since something else stood between. */
  let row: readonly string[] = [''];
  let cues: readonly string[] | null = null;
  let stretch = 0;
  let longest = 0;
  for (const part of parts) {
    const texts = part.texts;
    const isLetters = texts !== null && texts.every((text) => text === '' || letters.test(text));
    if (isLetters && row.length * texts.length <= mostTexts)
      row = row.flatMap((head) => texts.map((tail) => head + tail));
    else {
      cues = betterCues(cues, cuesOf(row));
      row = [''];
    }
    cues = betterCues(cues, part.cues);
    stretch = part.isSolid ? stretch + part.length : 0;
    longest = Math.max(longest, stretch, part.stretch);
    whole = {
      ...whole,
      digits: whole.digits + part.digits,
      digitsAround: Math.max(whole.digitsAround, part.digitsAround),
      length: whole.length + part.length,
      isSolid: whole.isSolid && part.isSolid,
      texts: joined(whole.texts, texts),
    };
  }
  return { ...whole, stretch: longest, cues: betterCues(cues, cuesOf(row)) };
}

function joined(
  heads: readonly string[] | null,
  tails: readonly string[] | null,
): readonly string[] | null {
  if (heads === null || tails === null || heads.length * tails.length > mostTexts) return null;
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}

function repeated(part: Part, min: number, max: number): Part {
  if (min === 1 && max === 1) return part;
  const texts = min === 0 && max === 1 && part.texts !== null ? ['', ...part.texts] : null;
  if (min === 0) return { ...nothing, isSolid: part.isSolid, texts };
  return {
    ...part,
    digits: part.digits * min,
    length: part.length * min,
    stretch: part.isSolid ? part.length * min : part.stretch,
    texts: null,
  };
}

/** What is seen before or behind is in the text, too, but may be what the rest of the pattern takes. */
const around = ({ cues, digits, digitsAround }: Part): Part => ({
  ...nothing,
  cues,
  digitsAround: Math.max(digits, digitsAround),
});

function ofElement(node: AST.Element): Part {
  switch (node.type) {
    case 'Character':
      return ofCharacter(String.fromCodePoint(node.value));
    case 'CharacterSet':
      return ofSet(node);
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return ofClass(node);
    case 'Group':
    case 'CapturingGroup':
      return ofAlternatives(node.alternatives);
    case 'Quantifier':
      return repeated(ofElement(node.element), node.min, node.max);
    case 'Assertion':
      return (node.kind === 'lookahead' || node.kind === 'lookbehind') && !node.negate
        ? around(ofAlternatives(node.alternatives))
        : nothing;
    case 'Backreference':
      return anything;
  }
}

const ofAlternatives = (alternatives: readonly AST.Alternative[]): Part =>
  either(alternatives.map(({ elements }) => inRow(elements.map(ofElement))));

const parser = new RegExpParser();

/** @param pattern with the flag `u`. */
export function demandOf(pattern: RegExp): Demand {
  const parsed = parser.parsePattern(pattern.source, 0, pattern.source.length, { unicode: true });
  const { digits, digitsAround, stretch, cues } = ofAlternatives(parsed.alternatives);
  return {
    digits: Math.max(digits, digitsAround),
    stretch,
    cues,
    pairs: pairsAskedBy(parsed, pattern),
  };
}
