/**
 * Words that name no person anywhere: countries, languages, large cities, months, days (by name, and
 * as yesterday, today and tomorrow) and currencies, in the languages of Europe, as Unicode's CLDR has
 * them (`Intl`).
 */
import { foldWord } from '../tagger/lexicon.ts';

const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'nb', 'fi', 'tr'];
const leastLetters = 4;
const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const pairs = letters.flatMap((first) => letters.map((second) => first + second));

const wordsIn = (text: string): string[] =>
  text
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word.length >= leastLetters)
    .map(foldWord);

function loadPlaces(): Set<string> {
  const named = languages.flatMap((language) => {
    const regions = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    const tongues = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' });
    return pairs.flatMap((pair) => [
      ...wordsIn(regions.of(pair) ?? ''),
      ...wordsIn(tongues.of(pair.toLowerCase()) ?? ''),
    ]);
  });
  // Europe/Lisbon, America/Sao_Paulo.
  const cities = Intl.supportedValuesOf('timeZone').flatMap((zone) =>
    wordsIn(zone.slice(zone.indexOf('/') + 1)),
  );
  return new Set([...named, ...cities]);
}

function loadCalendar(): Set<string> {
  const words = new Set<string>();
  for (const language of languages) {
    for (const style of ['long', 'short'] as const) {
      const month = new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' });
      const weekday = new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' });
      for (let index = 0; index < 12; index += 1) {
        words.add(foldWord(month.format(Date.UTC(2024, index, 9)).replace(/\P{L}/gu, '')));
        words.add(foldWord(weekday.format(Date.UTC(2024, 0, index)).replace(/\P{L}/gu, '')));
      }
    }
    const days = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    for (const distance of [-1, 0, 1])
      words.add(foldWord(days.format(distance, 'day').replaceAll('’', "'")));
  }
  return words;
}

let places: Set<string> | null = null;
let calendar: Set<string> | null = null;
const currencies = new Set(Intl.supportedValuesOf('currency'));

/** @param folded as foldWord gives it. */
export const isPlaceOfWorld = (folded: string): boolean => (places ??= loadPlaces()).has(folded);
export const isCalendarWord = (folded: string): boolean =>
  (calendar ??= loadCalendar()).has(folded);
/** By ISO 4217, in capitals. */
export const isCurrency = (word: string): boolean => currencies.has(word);
