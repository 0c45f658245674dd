/** What a word on a screen is by itself, in numbers: its form, its signs, what the lists say of it. */
import {
  classOfWord,
  foldWord,
  isDictionaryWord,
  isInterfaceWord,
  isNameWord,
  rootLanguageOf,
} from '../tagger/lexicon.ts';
import { soundOf } from './name-sound.ts';
import { isCalendarWord, isCurrency, isPlaceOfWorld } from './world-words.ts';

/** By name, in an order that is always the same. */
export type Traits = Readonly<Record<string, number>>;

export const count = (holds: boolean): number => (holds ? 1 : 0);

/** Names are few, and remembered: one that is put together anew has to be hashed before it is looked up. */
const prefixedNames = new Map<string, Map<string, string>>();

export function prefixed(prefix: string, traits: Traits): Traits {
  const names = prefixedNames.get(prefix) ?? new Map<string, string>();
  prefixedNames.set(prefix, names);
  const named: Record<string, number> = {};
  for (const [name, value] of Object.entries(traits)) {
    const held = names.get(name) ?? prefix + name;
    names.set(name, held);
    named[held] = value;
  }
  return named;
}

/** What stands before a name: greetings, roles, prepositions, in the languages whose forms the rules know. */
const leadsToName =
  /^(?:by|from|to|with|dear|hi|hello|hey|hola|hallo|bonjour|mr|mrs|ms|dr|prof|miss|frau|herr|señora?|sr|sra|mme|attn|cc|bcc|signed|regards|thanks|best|cheers|assigned|author|owner|contact|sold|billed|ship|deliver|patient|customer|client|von|para|de|für|pour|par|por|an|à|and|und|et|y|of|for)$/iu;
/** What stands behind one. */
const followsName =
  /^(?:wrote|commented|said|joined|shared|liked|replied|added|closed|opened|merged|pushed|assigned|requested|invited|sent|posted|mentioned|changed|updated|uploaded|created|approved|and|has|is|was|would|will|edited|left|started|typing|schrieb|hat|ha|a)$/iu;

/** The word without the signs around it, and without a genitive. */
export const bareWord = (text: string): string =>
  text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '').replace(/['’]s$/u, '');

const unknownClass = 0;
/** Of a word without a letter or digit. */
const noClass = 5;

function classOfBare(bare: string, parts: readonly string[]): number {
  if (bare === '') return noClass;
  const own = classOfWord(bare.toLowerCase());
  return own === unknownClass && parts.length > 1
    ? Math.min(...parts.map((part) => classOfWord(part.toLowerCase())))
    : own;
}

const shareOf = (text: string, sign: RegExp): number =>
  text === '' ? 0 : (text.match(sign)?.length ?? 0) / text.length;

/** What matters of the words beside a word, too. */
export function listTraits(text: string): Traits {
  const bare = bareWord(text);
  const lower = bare.toLowerCase();
  const folded = foldWord(bare);
  const parts = bare.split(/[-‐–.'’]/u).filter((part) => /\p{L}{2}/u.test(part));
  return {
    class: classOfBare(bare, parts),
    dictionary: count(isDictionaryWord(folded)),
    name: count(isNameWord(lower) || parts.some((part) => isNameWord(part.toLowerCase()))),
    interface: count(isInterfaceWord(lower)),
    root: count(rootLanguageOf(lower) !== null),
    world: count(isPlaceOfWorld(folded)),
    calendar: count(isCalendarWord(folded)),
    currency: count(isCurrency(bare)),
    leads: count(leadsToName.test(bare)),
    follows: count(followsName.test(bare)),
    capitalised: count(/^\p{Lu}\p{Ll}/u.test(bare)),
    capitals: count(/^\p{Lu}{2,}$/u.test(bare)),
    lower: count(/^\p{Ll}/u.test(bare)),
    digits: bare.match(/\d/gu)?.length ?? 0,
    letters: bare.match(/\p{L}/gu)?.length ?? 0,
    sound: soundOf(folded),
  };
}

/** "PrewittImay", "MaureenT": a name that was read without the blank beside it. */
const isGlued = (bare: string): boolean =>
  (bare.match(/\p{Lu}\p{Ll}{2,}/gu) ?? []).some((part) => {
    const lower = part.toLowerCase();
    return part !== bare && isNameWord(lower) && classOfWord(lower) === unknownClass;
  });

const leastCompound = 8;
const leastHead = 4;
const leastTail = 4;

const isPart = (folded: string): boolean =>
  classOfWord(folded) !== unknownClass || rootLanguageOf(folded) !== null;

/**
 * "Kundenservice", "Bestelnummer": Germanic languages write two words as one, and few names are made of
 * two words of the lists. No list of roots is needed: what is no name and has such a tail is enough.
 */
function isCompound(folded: string): boolean {
  if (folded.length < leastCompound || !/^\p{L}+$/u.test(folded) || isNameWord(folded))
    return false;
  for (let at = leastHead; at <= folded.length - leastTail; at += 1) {
    const tail = folded.slice(at);
    if (!isPart(tail) || isNameWord(tail)) continue;
    const head = folded.slice(0, at);
    const heads = at > leastHead && /[sne]$/u.test(head) ? [head, head.slice(0, -1)] : [head];
    if (heads.some(isPart)) return true;
  }
  return false;
}

/** How often letters, digits and signs take turns: often in codes and passwords. */
const switchesOf = (bare: string): number =>
  bare.match(/\p{Lu}+\p{Ll}*|\p{Ll}+|\d+|[^\p{L}\p{N}]+/gu)?.length ?? 0;

export function formTraits(text: string): Traits {
  const bare = bareWord(text);
  return {
    length: text.length,
    initial: count(/^\p{Lu}\.?$/u.test(text)),
    innerCapital: count(/\p{Ll}\p{Lu}/u.test(bare)),
    glued: count(isGlued(bare)),
    compound: count(isCompound(foldWord(bare))),
    accent: count(/[^\p{ASCII}]/u.test(bare) && /\p{L}/u.test(bare)),
    vowels: shareOf(bare, /[aeiouyà-ÿ]/giu),
    time: count(/^\d{1,2}:\d{2}(?::\d{2})?$/u.test(bare)),
    year: count(/^(?:19|20)\d{2}$/u.test(bare)),
    date: count(/^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}$/u.test(bare)),
    amount: count(/^\d{1,3}(?:[.,]\d{3})*[.,]\d{2}$/u.test(bare)),
    at: count(text.includes('@')),
    slash: count(/[/\\]/u.test(text)),
    underscore: count(text.includes('_')),
    equals: count(text.includes('=')),
    dash: count(text.includes('-')),
    innerDot: count(/[\p{L}\p{N}]\.[\p{L}\p{N}]/u.test(text)),
    innerColon: count(bare.includes(':')),
    currencySign: count(/[$€£¥%]/u.test(text)),
    bracket: count(/[()[\]{}<>]/u.test(text)),
    quote: count(/["'“”`]/u.test(text)),
    hash: count(text.includes('#')),
    switches: switchesOf(bare),
    signs: bare.match(/[^\p{L}\p{N}]/gu)?.length ?? 0,
    hex: count(/^(?=[a-f]{0,20}\d)(?=\d{0,20}[a-f])[\da-f]{7,40}$/u.test(bare)),
    file: count(/[\p{L}\p{N}]\.(?:[a-z]{2,4}\d?|mp\d)$/u.test(bare)),
    comma: count(text.endsWith(',')),
    colon: count(text.endsWith(':')),
    stop: count(text.endsWith('.')),
  };
}
