/**
 * Names, places, organisations, addresses: what the tagger says, and in strict
 * mode every capitalised word that nobody knows (fail closed).
 */
import { matchesOf } from '../matches.ts';
import { classAmong, entryOf, type Entry, type RootLanguage } from '../tagger/lexicon.ts';
import { isCountryWord } from '../tagger/country-words.ts';
import { isForeignProse, languagesOfProse } from '../tagger/language.ts';
import { tagTokens, type Label, type Tagged, type Weights } from '../tagger/tagger.ts';
import type { Token } from '../tagger/token.ts';
import type { SensitiveKind, Span } from '../span.ts';
import {
  leastMarginOf,
  leastMargins,
  type ClassOf,
  type EntityCaution,
  type Margins,
} from './caution.ts';

const kinds: Readonly<Record<Exclude<Label, 'none'>, SensitiveKind>> = {
  person: 'name',
  location: 'location',
  organization: 'organization',
  address: 'address',
  date: 'date',
  attribute: 'attribute',
};

/** What may stand between two tokens of one entity. */
const joint = /^(?: |[.,] ?|-|\/|['’]|\n[ ,]*)$/u;

/** 1,204.50, 17 %, $ 12: the sign that makes it one may stand outside of the span. */
function isAmount(text: string, start: number, end: number): boolean {
  if (!/^[\p{N}.,\s]+$/u.test(text.slice(start, end))) return false;
  const before = text.slice(Math.max(0, start - 3), start);
  const after = text.slice(end, end + 3);
  return (
    /[$€£¥]\s?$/u.test(before) ||
    /^(?:[.,]\d|\s?[%€£$])/u.test(after) ||
    /\d[.,]$/u.test(before) ||
    /\d[.,]\d{2}$|^\d{1,3}(?:[.,]\d{3})+$/u.test(text.slice(start, end))
  );
}

/** `LOG_LEVEL=`, `max_rows`: a name that a program gave. */
function isIdentifier(token: Token, text: string): boolean {
  const after = text.charAt(token.start + token.text.length);
  const before = text.charAt(token.start - 1);
  return after === '_' || before === '_' || after === '=' || before === '=';
}

/** "12 min", "Ordinary dividends": numbers and plain words tell of nobody where none may be a name. */
function isPlain({ kind, start, end }: Span, text: string, classOf: ClassOf): boolean {
  const value = text.slice(start, end);
  const words = value.match(/[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu) ?? [];
  if (kind === 'name' || kind === 'unknown')
    return words.every((word) => isPlainWord(word.toLowerCase(), classOf));
  if (kind === 'location' && words.every((word) => isCountryWord(word.toLowerCase()))) return true;
  if (words.some((word) => mayBeNamed(word.toLowerCase(), classOf))) return false;
  // "44 Old Forest Road" is a place of plain words, too.
  const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word);
  return !(/\d/u.test(value) && words.length > 1 && words.every(isCapital));
}

/** Known, and nobody's name. */
function isPlainWord(lower: string, classOf: ClassOf): boolean {
  const entry = entryOf(lower);
  return !entry.isName && (classOf(entry) !== 0 || isCountryWord(lower));
}

/** C-1042, INV-20391: the number of an order or a ticket stands as one, and is nobody's name. */
function isCode({ text: word, start }: Token, text: string): boolean {
  const end = start + word.length;
  if (text.charAt(end) !== '-' && text.charAt(start - 1) !== '-') return false;
  const isDigits = /^\d+$/u.test(word);
  if (!isDigits && !/^[A-Za-z]{1,6}$/u.test(word)) return false;
  return isDigits
    ? /(?<![\p{L}\p{N}-])[A-Za-z]{1,6}-$/u.test(text.slice(Math.max(0, start - 8), start))
    : /^-\d{1,12}(?![\p{L}\p{N}-])/u.test(text.slice(end, end + 14)) &&
        !/[\p{L}\p{N}-]$/u.test(text.slice(Math.max(0, start - 1), start));
}

const urlLike =
  /(?<![\p{L}\p{N}@./-])(?:[a-z]{2,12}:\/\/[^\s"'<>]{1,2000}|(?:localhost|[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})(?::\d{1,5}(?:\/[^\s"'<>]{0,2000})?|\/[^\s"'<>]{1,2000}))/giu;
const keptInUrls: ReadonlySet<string> = new Set(['tagger.person', 'word.unknown']);

/** Hosts, ports and paths are no prose: only what may be a person's name counts in them. */
function outsideUrls(spans: readonly Span[], text: string): Span[] {
  if (spans.length === 0 || !/[:/]/u.test(text)) return [...spans];
  const zones = matchesOf(urlLike, text).map((hit) => ({
    start: hit.index,
    end: hit.index + hit[0].length,
  }));
  return spans.filter(
    ({ start, end, rule }) =>
      !zones.some((zone) => start < zone.end && end > zone.start) ||
      (keptInUrls.has(rule) && /\p{L}{2}/u.test(text.slice(start, end))),
  );
}

/** House numbers and postal codes stand beside what the tagger knows of an address. */
function withNumbers(span: Span, text: string): Span {
  const before =
    /(?<![\p{L}\p{N}.,$€£-])(?:(?:the )?corner of )?(?:\d{1,6}[ ,]{1,2}){1,3}$|(?:the )?corner of $/u.exec(
      text.slice(Math.max(0, span.start - 40), span.start),
    );
  // 神南1-19-11: where no blanks stand between words, none stands before a number.
  const after =
    /^(?:[ ,]{1,2}\d{2,6}(?![\p{L}\p{N}]|[.,:/-]\d| \p{Ll})|\d{0,4}(?:-\d{1,4}){1,3}(?![\p{L}\p{N}]))/u.exec(
      text.slice(span.end, span.end + 24),
    );
  return {
    ...span,
    start: span.start - (before?.[0].length ?? 0),
    end: span.end + (after?.[0].length ?? 0),
  };
}

/** "7,marlow": a number with no blank behind its comma is a cell of a table. */
function withoutCell(span: Span, text: string): Span {
  const cell = /^\d{1,6},(?=\p{L})/u.exec(text.slice(span.start, span.end));
  return { ...span, start: span.start + (cell?.[0].length ?? 0) };
}

function labelOf({ label, margin, top }: Tagged, least: number): Label {
  if (margin < least) return 'none';
  return label === 'none' ? top : label;
}

/** "eva b. moreno": an initial after a name, and an unknown word after a name or its initial. */
function continuesName({ text, word }: Token, before: string): boolean {
  if (!/[\p{L}.] $/u.test(before)) return false;
  if (/^\p{L}$/u.test(text)) return text !== 'I' && text !== 'a';
  return word.shape >= 8 && word.wordClass === 0;
}

/** PeopleHub, GeForce: capitals inside, but for the prefixes that family names have. */
const isProduct = (word: string): boolean =>
  /^(?!Mac|Mc|Fitz|Van|Von|De|Di|Du|La|Le|O['’])\p{Lu}\p{Ll}+\p{Lu}[\p{L}]*$/u.test(word);

/** Between a small letter and a capital, and between an acronym and the word behind it. */
const humpEdge = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/** someAsyncTask, TextEncoder: words in a row as code names things, none of them a name alone. */
function isCodeName(word: string, classOf: ClassOf): boolean {
  if (/^(?:Mac|Mc|Fitz|Van|Von|Del?|Di|Du|Da|La|Le|San|St|Ter|Ten)\p{Lu}/iu.test(word))
    return false;
  const humps = word.split(humpEdge);
  if (humps.length < 2 || humps.some((hump) => !/^\p{L}+$/u.test(hump))) return false;
  const entries = humps.map((hump) => entryOf(hump.toLowerCase()));
  const isWord = (entry: Entry, at: number): boolean =>
    (humps[at]?.length ?? 0) <= 2 || (entry.isName ? classOf(entry) === 1 : classOf(entry) !== 0);
  // With a name at an end it may be somebody's, without the blank between: RobBanks.
  const isNamed = entries.at(0)?.isName === true || entries.at(-1)?.isName === true;
  return entries.every(isWord) && (/^\p{Ll}/u.test(word) || !isNamed);
}

function isUnknownName(
  token: Token,
  previous: Token | undefined,
  text: string,
  classOf: ClassOf,
): boolean {
  const { shape } = token.word;
  if (shape === 12) return true;
  if (shape !== 10 && shape !== 11) return false;
  if (shape === 11 && token.text.length <= 3) return false;
  if (classOf(token.word) !== 0) return false;
  // A part of an identifier, a path or a code is no name.
  if (
    /[\p{N}_]/u.test(text.charAt(token.start - 1)) ||
    /[\p{N}_]/u.test(text.charAt(token.start + token.text.length))
  )
    return false;
  return previous?.text !== '#' && !isProduct(token.text);
}

const isOtherScript = (sign: string): boolean => /^(?!\p{Script=Latin})\p{L}$/u.test(sign);

/** "Will Park": two or three capitalised words and nothing else, each of which people are named. */
function isNamesOnly(tokens: readonly Token[]): boolean {
  return (
    tokens.length >= 2 &&
    tokens.length <= 3 &&
    tokens.every(({ text, word }) => word.isName && /^\p{Lu}\p{Ll}/u.test(text))
  );
}

/** Unknown, or a name that is no common word. */
function mayBeNamed(lower: string, classOf: ClassOf): boolean {
  const entry = entryOf(lower);
  const wordClass = classOf(entry);
  if (entry.isName) return wordClass !== 1;
  return wordClass === 0 && !isCountryWord(lower);
}

/** Of labels: the roots of other languages are names', too. */
const withGerman: ReadonlySet<RootLanguage> = new Set(['german']);
const classOfLabel: ClassOf = (entry) => classAmong(entry, withGerman);

/**
 * Up to three words at the beginning of a line and before a colon say what follows, if all are words
 * of some language and none is a name: "Kontoinhaber: …", but not "ann: on my way", "Jan Gruby: …".
 */
function labelsIn(text: string, tokens: readonly Token[]): (at: number) => boolean {
  if (!text.includes(':')) return () => false;
  const labels = matchesOf(labelPattern, text).filter(({ groups }) => {
    const words = groups?.['label']?.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
    return words.every((word) => {
      const entry = entryOf(word);
      return !entry.isName && classOfLabel(entry) !== 0;
    });
  });
  if (labels.length === 0) return () => false;
  return (at) => {
    const start = tokens[at]?.start ?? 0;
    return labels.some(({ 0: whole, index }) => start >= index && start < index + whole.length);
  };
}
const labelPattern =
  /^[ \t]{0,8}(?<label>\p{L}[\p{L}'’-]{1,30}(?: [\p{L}'’-]{1,30}){0,2}):(?=\s)/gmu;

const unitWords = /^(?:m?s|min|mins|sec|h|hr|hrs|k?g|cm|k?m|mm|ml|mi|lb|lbs|oz|ft|px|pt|pcs)$/u;
const isUnit = ({ text }: Token, previous: Token | undefined): boolean =>
  previous?.word.isNumber === true && unitWords.test(text);

/** Whether an address goes on with this word in the next line: with none that is common and small. */
const goesOn = ({ text, word }: Token, classOf: ClassOf): boolean =>
  text !== word.lower || word.isNumber || classOf(word) !== 1;

const noLanguages: ReadonlySet<RootLanguage> = new Set();

/** "für Butterweck", "Rübsam und Butterweck", "in der Hasengasse": a name of two words, like other nouns. */
const mayBeNamedHere = (lower: string, before = ''): boolean =>
  /^(?:für|von|mit|bei|an|und|oder|herrn?|frau|familie|patient(?:in)?|kundin|kunde|kollegin|kollege|dr|prof)$/u.test(
    before,
  ) || /(?:gasse|platz|stra(?:ß|ss)e|weg|allee|ufer|damm|ring|hof|markt)$/u.test(lower);

interface OpenSpan {
  readonly start: number;
  readonly end: number;
  readonly label: Exclude<Label, 'none'> | 'unknown';
}

export function spansOfEntities(
  text: string,
  tokens: readonly Token[],
  caution: EntityCaution,
  {
    weights,
    languages: ofPage = noLanguages,
    margins = leastMargins[caution],
  }: {
    readonly weights?: Weights;
    readonly languages?: ReadonlySet<RootLanguage>;
    readonly margins?: Margins;
  } = {},
): Span[] {
  const isForeign = isForeignProse(tokens);
  const languages = isForeign ? ofPage.union(languagesOfProse(tokens)) : ofPage;
  const classOf: ClassOf = (entry) => classAmong(entry, languages);
  const classOfPage: ClassOf = (entry) => classAmong(entry, ofPage);
  const tagged = weights === undefined ? tagTokens(tokens) : tagTokens(tokens, weights);
  const isAllNames = isNamesOnly(tokens);
  const isShort = tokens.length <= 4 && tokens.every(({ word }) => word.isCapitalised);
  const spans: Span[] = [];
  let open: OpenSpan | null = null as OpenSpan | null;
  const close = (): void => {
    if (open === null) return;
    const { start, end, label } = open;
    if (label === 'unknown')
      spans.push({ start, end, kind: 'unknown', rule: 'word.unknown', confidence: 0.5 });
    else spans.push({ start, end, kind: kinds[label], rule: `tagger.${label}`, confidence: 0.8 });
    open = null;
  };
  const isCodeAt = (at: number): boolean => {
    const token = tokens[at];
    return token !== undefined && isCode(token, text);
  };
  /** "via dei Giardini", "Fuente del Berro": a word between those of an address. */
  const isWithinAddress = (at: number): boolean => {
    if (tagged[at]?.label !== 'address') return false;
    const isNext = tagged[at + 1]?.label === 'address';
    const isBehind = at > 0 && tagged[at - 1]?.label === 'address';
    return tokens[at]?.word.shape === 8 ? isNext && (isBehind || at === 0) : isNext || isBehind;
  };
  const hasCapitalNouns = languages.has('german');
  /** Whether its capital says nothing: German nouns have one, and the first word of a sentence. */
  const isPlainCapital = (at: number): boolean =>
    hasCapitalNouns || at === 0 || /^[^\p{L}\p{N},'’-]/u.test(tokens[at - 1]?.text ?? '');
  /** Else the languages of the sentence make no word of it: it may be somebody's name there. */
  const isPlainNoun = (at: number): boolean => {
    const token = tokens[at];
    if (!isForeign || token === undefined || !token.word.isCapitalised) return true;
    if (!isPlainCapital(at)) return false;
    return !token.word.isCompound || !mayBeNamedHere(token.word.lower, tokens[at - 1]?.word.lower);
  };
  /** Of a word that the tagger took for a part of a name or a place. */
  const classOfNoun: ClassOf = (entry) =>
    hasCapitalNouns && !entry.isCompound ? classOf(entry) : classOfPage(entry);
  const isLabelAt = labelsIn(text, tokens);
  for (const [at, token] of tokens.entries()) {
    const tag = tagged[at];
    if (tag === undefined || !token.word.isWord) continue;
    const hasNeighbour =
      tag.label !== 'none' &&
      (open?.label === tag.label || (tagged[at + 1]?.label === tag.label && !isCodeAt(at + 1)));
    const isLabel = isLabelAt(at);
    const classHere = isLabel ? classOfLabel : isPlainNoun(at) ? classOf : classOfPage;
    let label: Label | 'unknown' = labelOf(
      tag,
      leastMarginOf(token, classHere(token.word), caution, margins, {
        hasNeighbour,
        isAllNames,
        isForeign:
          isLabel ||
          (isForeign && !isWithinAddress(at) && (token.word.shape === 8 || isPlainCapital(at))),
      }),
    );
    if (
      label === 'none' &&
      open?.label === 'person' &&
      continuesName(token, text.slice(Math.max(open.start, token.start - 3), token.start))
    )
      label = 'person';
    if (label === 'none' && isShort && open?.label === 'person' && token.word.isCapitalised)
      label = 'person';
    if (
      label === 'none' &&
      caution !== 'balanced' &&
      isUnknownName(token, tokens[at - 1], text, classHere)
    )
      label = 'unknown';
    if (label !== 'none' && (isIdentifier(token, text) || isCode(token, text))) label = 'none';
    if (label === 'person' && caution !== 'all' && token.word.isNumber) label = 'none';
    if (
      label !== 'none' &&
      (caution !== 'all' || /^\p{Ll}/u.test(token.text)) &&
      isCodeName(token.text, classHere)
    )
      label = 'none';
    // "12 min", of which people are named, too.
    if (label !== 'none' && isUnit(token, tokens[at - 1])) label = 'none';
    // Within a sentence they write a capital for names only, and for whom a country belongs to.
    if (
      label === 'attribute' &&
      isForeign &&
      token.word.isCapitalised &&
      !isPlainCapital(at) &&
      !isCountryWord(token.word.lower)
    )
      label = 'person';
    // A firm is nobody; a name in its place may be one.
    if (
      label === 'organization' &&
      caution !== 'all' &&
      (!mayBeNamed(token.word.lower, classHere) || isProduct(token.text))
    )
      label = 'none';
    if (label === 'none') {
      close();
      continue;
    }
    const end = token.start + token.text.length;
    if (
      open !== null &&
      open.label === label &&
      joint.test(text.slice(open.end, token.start)) &&
      (!text.slice(open.end, token.start).includes('\n') ||
        (label === 'address' && (caution === 'all' || goesOn(token, classHere))))
    ) {
      open = { ...open, end };
    } else {
      close();
      open = { start: token.start, end, label };
    }
  }
  close();
  const told = spans.some(({ start, end }) => /\p{L}{2}/u.test(text.slice(start, end)));
  return (
    outsideUrls(spans, text)
      // A bare number is a house number or a postal code only beside something that has a name.
      .filter(({ start, end }) => told || !/^[\p{N}\p{P}\s]*$/u.test(text.slice(start, end)))
      .filter(({ start, end }) => !isAmount(text, start, end))
      .filter((span) => caution === 'all' || !isPlain(span, text, classOfNoun))
      .map((span) =>
        span.kind === 'address' ||
        span.kind === 'location' ||
        isOtherScript(text.charAt(span.start))
          ? withoutCell(withNumbers(span, text), text)
          : span,
      )
  );
}
