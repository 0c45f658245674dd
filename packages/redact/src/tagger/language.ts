/** A text → the languages, besides English, that its words are of: of a page, as it is read. */
import { rootLanguageOf, type RootLanguage } from './lexicon.ts';

/** So many words of a language, and so large a share of all, are no chance: names may have its roots. */
const leastWords = 6;
const leastShare = 0.12;

export function languagesOf(text: string): ReadonlySet<RootLanguage> {
  const words = new Set(text.toLowerCase().match(/\p{L}{4,}/gu));
  const counts = Map.groupBy(words, rootLanguageOf);
  const isSpoken = (language: RootLanguage): boolean => {
    const count = counts.get(language)?.length ?? 0;
    return count >= leastWords && count >= leastShare * words.size;
  };
  return new Set((['german', 'romance'] as const).filter(isSpoken));
}
