/** Words for countries, continents and languages: they describe, and point at nobody. */
import { foldWord } from './lexicon.ts';

const languages = ['en', 'de', 'fr', 'es'] as const;
const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const regions = [
  ...letters.flatMap((first) => letters.map((second) => first + second)),
  // UN M.49: the world, its continents and their parts.
  ...'001 002 003 005 009 011 013 014 015 017 018 019 021 029 030 034 035 039 053 054 057 061 142 143 145 150 151 154 155 202 419'.split(
    ' ',
  ),
];
const spoken =
  'ar bg bn ca cs da de el en es et eu fa fi fr gl he hi hr hu id it ja ko lt lv ms nb nl no pl pt ro ru sk sl sr sv th tr uk ur vi zh'.split(
    ' ',
  );

function readWords(): Set<string> {
  const names = languages.flatMap((language) => {
    const region = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    const tongue = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' });
    return [...regions.map((code) => region.of(code)), ...spoken.map((code) => tongue.of(code))];
  });
  return new Set(names.flatMap((name) => foldWord(name ?? '').match(/[a-z]{3,}/gu) ?? []));
}

let words: Set<string> | null = null;

export function isCountryWord(lower: string): boolean {
  return (words ??= readWords()).has(foldWord(lower));
}
