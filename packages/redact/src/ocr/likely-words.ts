/**
 * The words of a screen with their chances → those that are covered: a miss costs more than a word
 * too much, most where a rule found the word, and what stands beside a covered word is of its value.
 */
import type { RedactionMode } from '../span.ts';
import { isCalendarRow } from './calendar-grid.ts';
import {
  isCommit,
  isInClock,
  isLoggedCommit,
  isOrdinaryForm,
  isUsuallyOrdinary,
  isVersion,
} from './ordinary-forms.ts';
import { classOfWord, isNameWord } from '../tagger/lexicon.ts';
import { isRole } from '../text/roles.ts';
import { isPlainCode } from './plain-code.ts';
import { sortsOfRules } from './rule-traits.ts';
import type { ScreenWord } from './screen-words.ts';
import { bareWord, type Traits } from './word-traits.ts';

export interface LikelyWord {
  readonly word: ScreenWord;
  readonly chance: number;
}

interface Least {
  /** Of a word that a rule found, at least in part, and of one that only rules for names and places did. */
  readonly found: number;
  readonly named: number;
  /** Of any other word, of one that joins a name to others, of one with digits, and of one in lower case. */
  readonly other: number;
  readonly joined: number;
  readonly coded: number;
  readonly lower: number;
}

/** Chosen on screens left out of the training (train/FOREST-CARD.md). */
const leastChance: Readonly<Record<RedactionMode, Least>> = {
  strict: { found: 0.08, named: 0.15, other: 0.2, joined: 0.15, coded: 0.12, lower: 0.4 },
  balanced: { found: 0.3, named: 0.3, other: 0.6, joined: 0.6, coded: 0.6, lower: 0.6 },
};

const joinedCapitals = /^\P{L}?\p{Lu}{2,}(?:_\p{Lu}{2,}){1,3}\P{L}*$/u;
/** BRANDT_INVOICE: files are called after people in capitals, too. */
const joinsName = (text: string): boolean =>
  joinedCapitals.test(text) &&
  text
    .toLowerCase()
    .split(/\P{L}+/u)
    .some((part) => isNameWord(part) && classOfWord(part) === 0);

/** A word beside one that is surely covered is likely of the same value: "Ludmilla Hasenöhrl". */
const leastBeside = 0.1;
const sureNeighbour = 0.2;
/** Of a word that the rules took for a part of its neighbour's name. */
const leastOfName = 0.05;
/** And of one that a list knows for a name, of a title, and of the letters of a number. */
const leastOfPart = 0.02;
/** Of a word that has surely covered ones on both sides: "Gutenberg u. 17". */
const leastBetween = 0.1;
const leastInAddress = 0.03;

/** Of the first group of a number to which letters belong. */
const sureNumber = 0.5;
/** Behind a house and its flat: where in the house it is. */
const isOfHouse =
  /^(?:izquierda|izda|derecha|dcha|exterior|interior|bajo|[ée]tage|escalier|bâtiment|links|rechts|Hinterhaus|Erdgeschoss|hoog|piano|scala|interno|esquerdo|direito|downstairs|upstairs)[.,;]?$/iu;

/** Countries, languages, cities, days: no one's, where no rule says otherwise. */
const isWorldly = ({ traits }: ScreenWord): boolean =>
  traits['by.any'] === 0 &&
  (traits['world'] === 1 || traits['calendar'] === 1 || traits['currency'] === 1);

/** "32 min", "37 year(s)", "4 Std.", "20 mg": what is counted in units is no number of a house, a bill or a person. */
const unit =
  /^\P{L}?(?:m?[gl]|kg|ml|mcg|micrograms?|[ckm]m|[KMG]o|min(?:s|utes?|uten)?|sec(?:s|onds?)?|ms|h|hrs?|hours?|Std|Stunden|heures?|horas?|ore|days?|Tagen?|jours?|días?|giorni|dagen|weeks?|Wochen?|months?|years?|years?\(s\)|Jahren?|ans|años|anni|jaar|pcs|Stk|[KMGT]i?B|[kKMG]?bit\/s|GHz|MHz|px|%)\P{L}*$/u;
const isMeasured = ({ word, chance }: LikelyWord, next: LikelyWord | undefined): boolean =>
  chance < leastUnusual &&
  next !== undefined &&
  next.word.cell === word.cell &&
  /^\P{N}?\d{1,3}(?:[.,]\d)?$/u.test(word.word.text) &&
  unit.test(next.word.word.text);

/** And the unit tells nothing at all: "402 kWh". */
const isUnit = ({ word }: LikelyWord, before: LikelyWord | undefined): boolean =>
  before?.word.cell === word.cell &&
  unit.test(word.word.text) &&
  /^\P{L}?\d+(?:[.,]\d+)*$/u.test(before.word.word.text);

const leastAsked = 0.4;
/** "Preparer:" is asked for, and not told. */
const isAsking = ({ word: { word, traits }, chance }: LikelyWord): boolean =>
  chance < leastAsked && word.text.endsWith(':') && traits['name'] === 0 && traits['class'] !== 0;

/** From here on what stands around it tells more than its form: a date under "Born" has .6, one under "Paid" beside a name .3. */
const leastUnusual = 0.5;
/** Of settings, paths and files, which mostly stand beside what is somebody's. */
const leastUnusualCode = 0.7;

/** But accounts are made of ordinary words as well: night_porter, dyer.of.delft. */
const leastUnusualAccount = 0.4;
const leastUnusualFound = 0.2;
/** No file, whose ending is shorter, and no constant. */
const accountForm =
  /^\P{L}?(?=.*\p{Ll})[\p{L}\d]+(?:_[\p{L}\d]+){1,3}\P{L}{0,2}$|^\P{L}?\p{Ll}[\p{Ll}\d]+(?:\.\p{Ll}{2,})?\.\p{Ll}{5,}\P{L}{0,2}$/u;

const leastOfCode = ({ word: { word, traits } }: LikelyWord): number => {
  if (!accountForm.test(word.text)) return leastUnusualCode;
  return (traits['by.any'] ?? 0) > 0 ? leastUnusualFound : leastUnusualAccount;
};

const leastUnusualVersion = 0.8;
/** What even a name beside it does not make somebody's. */
const leastUnusualHash = 0.9;

const isUsual = (likely: LikelyWord): boolean => {
  const {
    word: { word, cell, start, traits },
    chance,
  } = likely;
  return (
    (chance < leastUnusualVersion && isVersion(word.text)) ||
    (chance < leastUnusualHash && isCommit(word.text)) ||
    isLoggedCommit(cell.text, start) ||
    (chance < leastUnusual && traits['currency'] === 1) ||
    (chance < leastUnusual && (isUsuallyOrdinary(word.text) || isInClock(cell.text, start))) ||
    (chance < leastOfCode(likely) && isPlainCode(word.text))
  );
};

const recentYear = /^\P{N}?20(?:1[89]|2\d)\P{N}?$/u;
const isDay = /^\P{N}?(?:0?[1-9]|[12]\d|3[01])\P{N}?$/u;

/** "20 September 2025", "September 20, 2025": as with days in digits, few are anybody's birthday. */
function isRecentDate(words: readonly LikelyWord[], at: number): boolean {
  const own = words[at];
  const textAt = (place: number): string => {
    const other = words[place];
    return other?.word.cell === own?.word.cell ? (other?.word.word.text ?? '') : '';
  };
  const isMonth = (place: number): boolean =>
    textAt(place) !== '' && words[place]?.word.traits['calendar'] === 1;
  return (
    own !== undefined &&
    own.chance < leastUnusual &&
    ((recentYear.test(textAt(at)) && (isMonth(at - 1) || isMonth(at - 2))) ||
      (isDay.test(textAt(at)) && isMonth(at + 1) && recentYear.test(textAt(at + 2))) ||
      (isDay.test(textAt(at)) && isMonth(at - 1) && recentYear.test(textAt(at + 1))))
  );
}

const leastUnusualRole = 0.6;
const asksSecret =
  /pass|pwd|secret|kennwort|contrase|mot de passe|wachtwoord|has[lł]o|l[öo]sen|senha|chiave|pin\b/iu;
/** `postgres`, `deploy`: what every machine has, or several people share; where a password is asked for, it may be one. */
const isRoleName = ({ word: { word, cell }, chance }: LikelyWord): boolean =>
  chance < leastUnusualRole &&
  /^[^\p{L}\p{N}]*\p{Ll}[\p{Ll}\d-]{2,}[^\p{L}\p{N}.]*$/u.test(word.text) &&
  isRole(bareWord(word.text)) &&
  !asksSecret.test(`${cell.label} ${cell.text}`);

const ordinaryOf = (words: readonly LikelyWord[]): ReadonlySet<LikelyWord> =>
  new Set(
    words.filter(
      (word, at) =>
        isOrdinaryForm(word.word.word.text) ||
        isUsual(word) ||
        isAsking(word) ||
        isMeasured(word, words[at + 1]) ||
        isUnit(word, words[at - 1]) ||
        isRoleName(word) ||
        isRecentDate(words, at),
    ),
  );

/** The head of a part of an alphabetical list, an icon: on its own a letter says nothing. */
const isLoneSign = ({ word: { text }, cell }: ScreenWord): boolean =>
  cell.words.length === 1 && text.length === 1;

const isOfMonth = ({ cell }: ScreenWord): boolean => isCalendarRow(cell);

const mayBelong = (text: string): boolean => /^\P{L}*\p{Lu}|\d/u.test(text);

const isTitle = (text: string): boolean =>
  /^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Herrn?|Frau|Hr|Fr|Mme|Mlle|M|Sra?|Srta|Sig|Sig\.ra|Dott|Pani?|Dhr|Mevr|Mw)\.?$/u.test(
    text,
  );

const leastInName = ({ word, traits }: ScreenWord): number =>
  traits['name'] === 1 || isTitle(word.text) ? leastOfPart : leastOfName;

/** From words that are surely covered on to the ones beside them. */
function withNeighbours(
  words: readonly LikelyWord[],
  likely: ReadonlySet<LikelyWord>,
  ordinary: ReadonlySet<LikelyWord>,
): LikelyWord[] {
  const covered = new Set(likely);
  /** The rules took both for one name: "Will Park", "byJiří Vondráček". */
  const isSameName = (a: ScreenWord, b: ScreenWord): boolean =>
    (a.traits['by.person'] ?? 0) > 0.5 && (b.traits['by.person'] ?? 0) > 0.3;
  /** "K. R.", or "ME" before a name that is covered. */
  const isInitials = ({ word, chance }: LikelyWord, isBefore: boolean): boolean =>
    /^\P{L}*(?:\p{Lu}\.-?){1,3},?$/u.test(word.word.text) ||
    (isBefore && chance >= leastElsewhere && /^\p{Lu}{2}$/u.test(word.word.text));
  /** "TP 3308 4471", "48 2176 C": the letters of a number. */
  const isOfNumber = ({ word, chance }: LikelyWord, beside: LikelyWord | undefined): boolean =>
    beside !== undefined &&
    covered.has(beside) &&
    beside.word.cell === word.cell &&
    beside.chance >= sureNumber &&
    chance >= leastOfPart &&
    word.traits['currency'] !== 1 &&
    word.traits['interface'] !== 1 &&
    /^\p{Lu}{1,2}$/u.test(word.word.text) &&
    /^\d[\d-]{2,}/u.test(beside.word.word.text);
  const isOfAddress = ({ word: { traits } }: LikelyWord): boolean =>
    (traits['by.address'] ?? 0) > 0 || (traits['by.place'] ?? 0) > 0 || (traits['digits'] ?? 0) > 0;
  const isNamed = ({ word }: LikelyWord, beside: LikelyWord | undefined): boolean =>
    beside !== undefined &&
    covered.has(beside) &&
    beside.word.cell === word.cell &&
    beside.chance >= sureElsewhere &&
    /^\P{L}*\p{Lu}\p{L}/u.test(beside.word.word.text);
  const spread = (from: readonly LikelyWord[]): void => {
    for (const [at, next] of from.entries()) {
      const before = from[at - 1];
      if (
        before !== undefined &&
        covered.has(before) &&
        !ordinary.has(next) &&
        before.word.cell === next.word.cell &&
        next.word.traits['calendar'] !== 1 &&
        ((before.chance >= sureNeighbour &&
          next.chance >= leastBeside &&
          mayBelong(next.word.word.text)) ||
          (next.chance >= leastInName(next.word) &&
            (before.chance >= sureNeighbour ||
              (before.chance >= leastBeside && mayBelong(next.word.word.text))) &&
            isSameName(before.word, next.word)))
      )
        covered.add(next);
    }
  };
  spread(words);
  spread(words.toReversed());
  for (const [at, word] of words.entries()) {
    const before = words[at - 1];
    const next = words[at + 1];
    if (
      (isInitials(word, true) && isNamed(word, next)) ||
      (isInitials(word, false) && isNamed(word, before)) ||
      isOfNumber(word, next) ||
      isOfNumber(word, before) ||
      (isOfHouse.test(word.word.word.text) &&
        before !== undefined &&
        covered.has(before) &&
        before.word.cell === word.word.cell &&
        before.chance >= sureNeighbour &&
        isOfAddress(before))
    )
      covered.add(word);
    if (
      before !== undefined &&
      next !== undefined &&
      covered.has(before) &&
      covered.has(next) &&
      before.word.cell === word.word.cell &&
      next.word.cell === word.word.cell &&
      word.chance >= (isOfAddress(before) && isOfAddress(next) ? leastInAddress : leastBetween) &&
      Math.min(before.chance, next.chance) >= sureNeighbour &&
      !ordinary.has(word)
    )
      covered.add(word);
  }
  return words.filter((word) => covered.has(word));
}

/** A name that is so likely in one place is one wherever else it stands on the screen, if it is no common word. */
const sureElsewhere = 0.6;
const leastElsewhere = 0.005;

/** Who is logged in, as no list has it: "mbeauchamp" */
const isAccountLike = ({ word: { text }, traits }: ScreenWord): boolean =>
  /^\P{L}*\p{Ll}[\p{Ll}\d._-]{5,}\P{L}*$/u.test(text) && traits['class'] === 0;

const isNameLike = (word: ScreenWord): boolean =>
  isAccountLike(word) ||
  (/^\P{L}*\p{Lu}\p{Ll}{2}/u.test(word.word.text) &&
    word.traits['interface'] !== 1 &&
    (word.traits['class'] === 0 || word.traits['name'] === 1));

const keyOf = ({ word }: LikelyWord): string => bareWord(word.word.text).toLowerCase();

function sameElsewhere(
  open: readonly LikelyWord[],
  likely: ReadonlySet<LikelyWord>,
): readonly LikelyWord[] {
  const named = new Set(
    [...likely]
      .filter(({ word, chance }) => chance >= sureElsewhere && isNameLike(word))
      .map(keyOf),
  );
  return open.filter(
    (word) => word.chance >= leastElsewhere && isNameLike(word.word) && named.has(keyOf(word)),
  );
}

const isOnlyNamed = (traits: Traits): boolean =>
  sortsOfRules.every((sort) => sort === 'person' || sort === 'place' || traits[`by.${sort}`] === 0);

export function likelyWords(judged: readonly LikelyWord[], mode: RedactionMode): LikelyWord[] {
  const { found, named, other, joined, coded, lower } = leastChance[mode];
  const leastOf = ({ word, traits }: ScreenWord): number => {
    if ((traits['by.any'] ?? 0) > 0) return isOnlyNamed(traits) ? named : found;
    if (traits['lower'] === 1) return lower;
    if (traits['digits'] !== 0) return coded;
    return joinsName(word.text) ? joined : other;
  };
  const ordinary = ordinaryOf(judged);
  const open = judged.filter(
    (judgedWord) =>
      !isWorldly(judgedWord.word) &&
      !isLoneSign(judgedWord.word) &&
      !isOfMonth(judgedWord.word) &&
      !ordinary.has(judgedWord),
  );
  const likely = new Set(open.filter(({ word, chance }) => chance >= leastOf(word)));
  return withNeighbours(judged, new Set([...likely, ...sameElsewhere(open, likely)]), ordinary);
}
