/** How a name looks: capitals, particles, and words that are no common ones. */
import { classOfWord, isInterfaceWord, isNameWord } from '../tagger/lexicon.ts';

/** A full stop ends a sentence, but after an initial or a short form ("St."). */
export const nameWord = String.raw`\p{Lu}(?:\p{L}{0,2}\.|[\p{L}\p{M}'’-]{0,30})`;
export const nameRun = String.raw`${nameWord}(?:[ ]${nameWord}){0,4}`;

/** Unknown, or a name that is no common word. */
export const mayBeName = (lower: string): boolean =>
  classOfWord(lower) === 0 || (isNameWord(lower) && classOfWord(lower) !== 1);

/** "New customer" under "Customer": buttons and heads stand beside labels, too. */
export function isInterfaceText(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  if (words.length === 0) return false;
  if (words.every((word) => isInterfaceWord(word))) return true;
  return (
    words.length > 1 &&
    /\s\p{Ll}/u.test(text) &&
    words.every((word) => isInterfaceWord(word) || classOfWord(word) === 1)
  );
}

/** Between the words of a name. */
const particle =
  /^(?:de|del|della|di|da|do|dos|das|du|des|la|le|las|los|van|von|vom|zu|den|der|ten|ter|y|e|i|al|el|bin|ibn|abu|ben|bat|af|av)$/iu;

/** "Standard deduction": known words that nobody is named, or small ones behind a capital. */
export function isNameShaped(text: string): boolean {
  const words = (text.match(/[\p{L}\p{M}'’]{2,}/gu) ?? []).filter((word) => !particle.test(word));
  const isNamed = (word: string): boolean => {
    const lower = word.toLowerCase();
    const wordClass = classOfWord(lower);
    return wordClass === 0 || wordClass === 3 || isNameWord(lower);
  };
  if (!words.some(isNamed)) return false;
  return (
    !/^\P{L}*\p{Lu}/u.test(text) || words.every((word) => /^\p{Lu}/u.test(word) || isNamed(word))
  );
}
