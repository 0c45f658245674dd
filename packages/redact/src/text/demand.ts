/**
 * A pattern → what every text in which it hits must have, read off its syntax tree: so
 * many digits, so many of them in a row, so long a stretch without a blank, one of a few cues, one
 * of a few pairs of signs (sign-pairs.ts). A text that lacks any of it needs no search, which costs
 * far more than this look.
 */
import { RegExpParser, type AST } from '@eslint-community/regexpp';
import { pairsAskedBy } from './sign-pairs.ts';
import { wordEdge, wordEdgesOf, type WordEdges } from './word-edges.ts';

interface Tally {
  /** In all of the text. */
  readonly digits: number;
  /** In a row. */
  readonly digitRun: number;
  /** Characters in a row, none of which is a blank. */
  readonly stretch: number;
  /**
   * Letters in a row (in lower case), with `wordEdge` where no ASCII letter stands beside them, or
   * single signs; every hit has one of them. Null where a hit need not. Each stands within one
   * token (token.ts).
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
  /** Matches digits alone. */
  readonly isDigits: boolean;
  /** All texts that it matches, in lower case; null where they are too many to tell. */
  readonly texts: readonly string[] | null;
}

const mostTexts = 24;
const blank = /^\s$/u;
const letters = /^\p{L}+$/u;
const anything: Part = {
  digits: 0,
  digitRun: 0,
  digitsAround: 0,
  stretch: 0,
  cues: null,
  length: 0,
  isSolid: false,
  isDigits: false,
  texts: null,
};
const nothing: Part = { ...anything, isSolid: true, isDigits: true, texts: [''] };

/** Of an element whose neighbours are not known. */
const noEdges: WordEdges = { before: false, after: false };

/** Apostrophes join letters to one token, and common signs are in most texts. */
const isCue = (text: string): boolean =>
  letterCue.test(text) || (text.length === 1 && !/[\p{L}\s\d.,'’-]/u.test(text));
const letterCue = new RegExp(
  String.raw`^(?:${wordEdge}\p{L}+${wordEdge}|${wordEdge}?\p{L}{2,}${wordEdge}?)$`,
  'u',
);

/** A cue of one sign says more than one of two letters, and less than one of three; an edge of a word says a little. */
const worth = (cues: readonly string[]): number =>
  Math.min(
    ...cues.map((cue) => {
      if (!letterCue.test(cue)) return 2.5;
      const edges = cue.split(wordEdge).length - 1;
      return cue.length - edges + edges / 5;
    }),
  );

function betterCues(
  a: readonly string[] | null,
  b: readonly string[] | null,
): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  return worth(b) > worth(a) ? b : a;
}

/** An edge that only an ASCII letter tells (`\\b`) is none of another letter's. */
function cuesOf(texts: readonly string[], { before, after }: WordEdges): readonly string[] | null {
  const cues = texts.map((text) => {
    const head = before && /^[a-z]/u.test(text) ? wordEdge : '';
    const tail = after && /[a-z]$/u.test(text) ? wordEdge : '';
    return letters.test(text) ? head + text + tail : text;
  });
  return cues.every(isCue) ? cues : null;
}

const tallyOf = (isDigits: boolean): Pick<Part, 'digits' | 'digitRun' | 'isDigits'> => ({
  digits: isDigits ? 1 : 0,
  digitRun: isDigits ? 1 : 0,
  isDigits,
});

function ofCharacter(sign: string): Part {
  const lower = sign.toLowerCase();
  const isSolid = !blank.test(sign);
  const isDigits = /\d/u.test(sign);
  return {
    ...anything,
    ...tallyOf(isDigits),
    stretch: isSolid ? 1 : 0,
    cues: cuesOf([lower], noEdges),
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
  return { ...anything, ...tallyOf(isDigits), stretch: isSolid ? 1 : 0, length: 1, isSolid };
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
  return { ...anything, ...tallyOf(isDigits), stretch: isSolid ? 1 : 0, length: 1, isSolid };
}

/** One of several. */
function either(parts: readonly Part[]): Part {
  const texts = parts.flatMap((part) => part.texts ?? []);
  const cues = parts.flatMap((part) => part.cues ?? []);
  return {
    digits: Math.min(...parts.map(({ digits }) => digits)),
    digitRun: Math.min(...parts.map(({ digitRun }) => digitRun)),
    digitsAround: Math.min(...parts.map(({ digitsAround }) => digitsAround)),
    stretch: Math.min(...parts.map(({ stretch }) => stretch)),
    cues: parts.every((part) => part.cues !== null) ? cues : null,
    length: Math.min(...parts.map(({ length }) => length)),
    isSolid: parts.every(({ isSolid }) => isSolid),
    isDigits: parts.every(({ isDigits }) => isDigits),
    texts: texts.length <= mostTexts && parts.every((part) => part.texts !== null) ? texts : null,
  };
}

/** The longest run, at least, of what `isOf` holds for, one part after the other. */
function longestRun(
  parts: readonly Part[],
  isOf: (part: Part) => boolean,
  own: (part: Part) => number,
): number {
  let longest = 0;
  let run = 0;
  for (const part of parts) {
    run = isOf(part) ? run + part.length : 0;
    longest = Math.max(longest, run, own(part));
  }
  return longest;
}

/** One after the other. @param around what stands beside the row */
function inRow(elements: readonly AST.Element[], around: WordEdges): Part {
  const edges = wordEdgesOf(elements, around);
  const parts = elements.map((element, at) => ofElement(element, edges(at, at + 1)));
  let whole: Part = nothing;
  /** All texts of the row's letters so far, since something else stood between. */
  let row: readonly string[] = [''];
  let rowFrom = 0;
  let rowTo = 0;
  let cues: readonly string[] | null = null;
  for (const [at, part] of parts.entries()) {
    const texts = part.texts;
    const isLetters = texts !== null && texts.every((text) => text === '' || letters.test(text));
    if (isLetters && row.length * texts.length <= mostTexts) {
      row = row.flatMap((head) => texts.map((tail) => head + tail));
      const isEmpty = texts.every((text) => text === '');
      if (!isEmpty) rowTo = at + 1;
      else if (rowTo <= rowFrom) rowFrom = at + 1;
    } else {
      cues = betterCues(cues, cuesOf(row, edges(rowFrom, rowTo)));
      row = [''];
      rowFrom = at + 1;
    }
    cues = betterCues(cues, part.cues);
    whole = {
      ...whole,
      digits: whole.digits + part.digits,
      digitsAround: Math.max(whole.digitsAround, part.digitsAround),
      length: whole.length + part.length,
      isSolid: whole.isSolid && part.isSolid,
      isDigits: whole.isDigits && part.isDigits,
      texts: joined(whole.texts, texts),
    };
  }
  return {
    ...whole,
    digitRun: longestRun(
      parts,
      ({ isDigits }) => isDigits,
      ({ digitRun }) => digitRun,
    ),
    stretch: longestRun(
      parts,
      ({ isSolid }) => isSolid,
      ({ stretch }) => stretch,
    ),
    cues: betterCues(cues, cuesOf(row, edges(rowFrom, rowTo))),
  };
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
  if (min === 0) return { ...nothing, isSolid: part.isSolid, isDigits: part.isDigits, texts };
  return {
    ...part,
    digits: part.digits * min,
    digitRun: part.isDigits ? part.length * min : part.digitRun,
    length: part.length * min,
    stretch: part.isSolid ? part.length * min : part.stretch,
    texts: null,
  };
}

/** What is seen before or behind is in the text, too, but may be what the rest of the pattern takes. */
const seenAround = ({ cues, digits, digitsAround }: Part): Part => ({
  ...nothing,
  cues,
  digitsAround: Math.max(digits, digitsAround),
});

function ofElement(node: AST.Element, edges: WordEdges): Part {
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
      return ofAlternatives(node.alternatives, edges);
    case 'Quantifier': {
      // Beside a repeated element stands itself.
      const part = ofElement(node.element, node.max === 1 ? edges : noEdges);
      return repeated(part, node.min, node.max);
    }
    case 'Assertion':
      return (node.kind === 'lookahead' || node.kind === 'lookbehind') && !node.negate
        ? seenAround(ofAlternatives(node.alternatives, noEdges))
        : nothing;
    case 'Backreference':
      return anything;
  }
}

const ofAlternatives = (alternatives: readonly AST.Alternative[], edges: WordEdges): Part =>
  either(alternatives.map(({ elements }) => inRow(elements, edges)));

const parser = new RegExpParser();

/** @param pattern with the flag `u`. */
export function demandOf(pattern: RegExp): Demand {
  const parsed = parser.parsePattern(pattern.source, 0, pattern.source.length, { unicode: true });
  const { digits, digitRun, digitsAround, stretch, cues } = ofAlternatives(
    parsed.alternatives,
    noEdges,
  );
  return {
    digits: Math.max(digits, digitsAround),
    digitRun,
    stretch,
    cues,
    pairs: pairsAskedBy(parsed, pattern),
  };
}
