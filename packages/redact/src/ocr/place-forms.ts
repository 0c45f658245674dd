/** Addresses by their forms, where a sign or two may be misread: streets with their numbers, codes with their towns. */
import { classOfWord, foldWord, isInterfaceWord } from '../tagger/lexicon.ts';
import { isCalendarWord } from './world-words.ts';
import type { LooseRule } from './loose-rule.ts';

/** "3000 Leuven", and not "2024 Budget" or "1000 Users". */
const holdsTown = (value: string): boolean =>
  value.split(' ').some((word) => {
    const folded = foldWord(word);
    return (
      /^\p{Lu}/u.test(word) &&
      classOfWord(folded) !== 1 &&
      !isInterfaceWord(folded) &&
      !isCalendarWord(folded)
    );
  });

const streetWord =
  /^(?:ring|gasse|promenade|chaussee|zeile|steig|graben|markt|hof|berg|cottages|villas|mansions|wharf|heights|hill|walk|rise|vale|quay|yard|bend|ridge|run|pike|path|pass|alley|park|green|venelle|sentier|ruelle|cours|esplanade|résidence|hameau|faubourg|passage|des)$/u;

/** "3 Quarry Cottages", and not "12 Step Path" or "Page 3 Product Park": what the street is called is no everyday word. */
const holdsStreet = (value: string): boolean => {
  const words = (value.match(/\p{L}[\p{L}'’-]{2,}/gu) ?? []).map((word) => word.toLowerCase());
  return words.some(
    (word) => classOfWord(word) !== 1 && !isInterfaceWord(word) && !streetWord.test(word),
  );
};

export const placeForms: readonly LooseRule[] = [
  {
    rule: 'ocr.postBox',
    kind: 'address',
    isSure: () => true,
    pattern:
      /(?<![\p{L}\p{N}])(?:P\.? ?[O0]\.? ?Box|Postfach|Apartado(?: de Correos)?|Bo[îi]te postale) \d{1,3}(?: ?\d{1,3}){0,2}(?![\p{L}\p{N}])/giu,
  },
  {
    rule: 'ocr.streetWithNumber',
    kind: 'address',
    holds: holdsStreet,
    // Words for streets that are words of other things as well: Kärntner Ring 19/7, 3 Quarry Cottages.
    pattern:
      /(?<![\p{L}\p{N}])(?:(?:\p{Lu}[\p{L}'’-]{2,24} ){1,2}(?:Ring|Gasse|Promenade|Chaussee|Zeile|Steig|Graben|Markt|Hof|Berg) \d{1,4}(?:[/-]\d{1,3}){0,2}|\d{1,4}[A-Za-z]? (?:\p{Lu}[\p{L}'’-]{2,24} ){1,3}(?:Cottages|Villas|Mansions|Wharf|Heights|Hill|Walk|Rise|Vale|Quay|Yard|Bend|Ridge|Run|Pike|Path|Pass|Alley|Park|Green)|\d{1,4},? (?:venelle|sentier|ruelle|cours|esplanade|résidence|hameau|faubourg|passage) (?:(?:de|des|du|de la) |d['’]|l['’])?\p{Lu}[\p{L}'’-]{2,24}(?: \p{Lu}[\p{L}'’-]{2,24}){0,2})(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.letteredHouse',
    kind: 'address',
    isSure: () => true,
    needs: /\d[a-z] \p{Lu}/u,
    // A letter behind its number makes a house of it, whatever the street is called: 2a Market Passage.
    pattern:
      /(?<![\p{L}\p{N}.,:/-])\d{1,3}[a-c] (?:\p{Lu}[\p{L}'’-]{1,24} ){1,3}(?:Street|Road|Lane|Avenue|Close|Court|Drive|Mews|Row|Place|Square|Terrace|Crescent|Gardens|Grove|Passage|Cottages|Villas|Wharf|Rise|Quay|Yard)(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.codeBeforeTown',
    kind: 'address',
    pattern:
      /^(?:[A-Z]{1,2}-)?\d{4,5} \p{Lu}[\p{L}'’.-]{1,30}(?:[ /]\p{Lu}[\p{L}'’.-]{1,30}){0,2}$/gu,
    holds: holdsTown,
  },
  {
    rule: 'ocr.townAndCode',
    kind: 'address',
    pattern:
      /(?:\p{Lu}[\p{L}.'’-]{1,24} ){0,2}\p{Lu}[\p{L}.'’-]{1,24},? [A-Z0l1]{2},? \d{5}(?:-\d{4})?(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.townAndState',
    kind: 'address',
    isSure: () => true,
    // "Fortitude Valley BC QLD 4006": the states of Australia, with what their codes begin with.
    pattern:
      /(?:\p{Lu}[\p{L}.'’-]{1,24} ){1,3}(?:BC |DC |MC )?(?:ACT,? [02]|NSW,? [12]|NT,? 0|QLD,? [49]|SA,? 5|TAS,? 7|VIC,? [38]|WA,? 6)\d{3}(?![\p{L}\p{N}])/gu,
  },
  {
    rule: 'ocr.postcode',
    kind: 'address',
    // An S before digits is easily read as the sign of a dollar; "$12 1GB" is a price.
    pattern:
      /(?<![\p{L}\p{N}])(?:[A-Z]{1,2}[\dOISl][A-Z\d]? [\dOISl][A-Z]{2}|\$\d{1,2} \d(?![GKMT]B)[A-Z]{2})(?![\p{L}\p{N}])/gu,
  },
];
