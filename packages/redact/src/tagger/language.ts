/** A text → the languages, besides English, that its words are of: of a page as it is read, and of a text by itself. */
import { rootLanguageOf, rootLanguages, type RootLanguage } from './lexicon.ts';
import type { Token } from './token.ts';

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
  return new Set(rootLanguages.filter(isSpoken));
}

/** In a sentence each fourth word is one of its language's commonest. */
const leastCommon = 3;
const commonShare = 0.2;

/** Whether it is a sentence or more in another language than English. */
export function isForeignProse(tokens: readonly Token[]): boolean {
  let all = 0;
  let foreign = 0;
  for (const { word } of tokens) {
    if (word.shape < 8) continue;
    all += 1;
    if (word.isForeign && word.shape === 8) foreign += 1;
  }
  return foreign >= leastCommon && foreign >= commonShare * all;
}

const leastRoots = 2;
const rootShare = 0.2;

/** Its long list of roots holds words of Spanish and Dutch, too; these small ones only German has. */
const onlyGerman =
  /^(?:und|nicht|ist|sind|der|das|ein|eine|wir|ich|für|von|auf|dem|bei|im|zum|zur|sich|mit)$/u;

/** The language of which the words of such a sentence are; none where that is not clear. */
export function languagesOfProse(tokens: readonly Token[]): ReadonlySet<RootLanguage> {
  const words = tokens.filter(({ text, word }) => word.shape >= 8 && text.length > 3);
  const isGerman = tokens.some(({ word }) => onlyGerman.test(word.lower));
  const able = rootLanguages.filter((language) => language !== 'german' || isGerman);
  const counts = able.map((language) => ({
    language,
    count: words.filter(({ word }) => word.rootLanguage === language).length,
  }));
  const [first, second] = counts.toSorted((a, b) => b.count - a.count);
  return first !== undefined &&
    first.count >= leastRoots &&
    first.count >= rootShare * words.length &&
    first.count > (second?.count ?? 0)
    ? new Set([first.language])
    : new Set();
}
