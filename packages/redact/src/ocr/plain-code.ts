/**
 * Words of terminals, logs and code that are made of ordinary words and short numbers: settings
 * (`pool_size=10`), paths (`src/api/rooms`), files (`time-sheet-may.ods`), constants, calls. None of
 * them is anybody's, unless a part of it asks for something that is.
 */
import { kindOfLabel } from '../text/context.ts';
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';
import { isCalendarWord } from './world-words.ts';

const longest = 80;
/** A path, a pair, a file, a constant or a call. */
const technical =
  /[\p{L}\p{N}][/\\=][\p{L}\p{N}"'/]|^[./~\\]{1,3}[\p{L}\p{N}]|[\p{L}\p{N})_-]\.(?:\p{Ll}{2,5}|p\p{Ll}|7z|mp[34])["',;:)]*$|^\p{Lu}{2,}(?:_\p{Lu}{2,})+[=:;,]*$|\p{L}\(\)[;,]?$|\p{L}_\p{L}/u;
const extension = /\.(?:\p{Ll}{1,5}|7z|mp[34])["',;:)]*$/u;
/** A server of the developer's own: its port is no one's number. */
const ownServer = /\blocalhost:\d{2,5}/gu;
/** Days of this century, as logs and queries write them. */
const recentDay = /20[1-4]\d-?(?:0\d|1[0-2])-?[0-3]\d/gu;

/** What such a word asks for is short, and mostly somebody's. */
const personalKey =
  /^(?:account|amount|balance|bank|birth|card|code|customer|door|gate|id|income|key|login|member|order|owner|pass|policy|pwd|ref|salary|uid|user)$/u;

/** Health and belief: covered where the forest thinks so. */
const sensitiveMatter =
  /^(?:allerg(?:y|ies)|cancer|catholic|christian|diagnos[ei]s|disabled|disability|disease|ethnicity|faith|hindu|hiv|illness|jewish|medication|muslim|pregnancy|pregnant|religion|symptoms?|therapy|union)$/u;

/** "checkoutMailer2" → checkout, Mailer, 2 */
const partsOf = (text: string): readonly string[] =>
  text.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+/gu) ?? [];

const mostDigits = 3;

function isPlainPart(part: string): boolean {
  if (/^\d/u.test(part)) return part.length <= mostDigits;
  const lower = part.toLowerCase();
  if (part.length <= 2 || isCalendarWord(lower)) return true;
  if (kindOfLabel(lower) !== null || sensitiveMatter.test(lower)) return false;
  return isInterfaceWord(lower) || (classOfWord(lower) !== 0 && !isNameWord(lower));
}

/** Digits make a word that asks for them a number of somebody's. */
const hasPersonalNumber = (parts: readonly string[]): boolean =>
  parts.some((part) => /^\d/u.test(part)) &&
  parts.some((part) => personalKey.test(part.toLowerCase()));

/** @param text a word as it was read, with the signs around it */
export function isPlainCode(text: string): boolean {
  if (text.length > longest || /[@©®]/u.test(text) || !technical.test(text)) return false;
  const parts = partsOf(
    text.replace(ownServer, 'localhost').replaceAll(recentDay, '').replace(extension, ''),
  ).filter((part) => part !== 'localhost');
  return parts.every(isPlainPart) && !hasPersonalNumber(parts);
}
