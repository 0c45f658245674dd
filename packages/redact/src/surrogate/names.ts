/**
 * Invented given and family names: pronounceable, of no culture, and checked
 * against the training data's names. A word of these lists is known as a surrogate.
 */
const given = [
  'Avelo',
  'Brinsa',
  'Calvex',
  'Dorinel',
  'Elvari',
  'Fenwa',
  'Galdrin',
  'Hestiva',
  'Ilvana',
  'Jorvik',
  'Kelvara',
  'Lorvane',
  'Mirvelle',
  'Nolwin',
  'Orvala',
  'Pelrin',
  'Quenla',
  'Rovanel',
  'Selvara',
  'Talvin',
  'Ulvera',
  'Velmira',
  'Wendrel',
  'Xanvia',
  'Yorvan',
  'Zelvina',
  'Arlovan',
  'Belvira',
  'Corvella',
  'Delvane',
  'Ervalyn',
  'Faldrin',
  'Gorvane',
  'Halvena',
  'Irvella',
  'Jelvara',
  'Korvina',
  'Lelvane',
  'Morvelle',
  'Nelvira',
  // For narrow places. A short word is soon somebody's name somewhere: these are none that we know of.
  'Vyx',
  'Zuq',
  'Zuvo',
  'Ovex',
  'Yvox',
  'Wuvi',
  'Pyxa',
  'Quvo',
] as const;
const family = [
  'Ashvorn',
  'Brackvale',
  'Corvander',
  'Dunmarrel',
  'Eldervane',
  'Farrowick',
  'Grelmoor',
  'Hollowick',
  'Ironvale',
  'Jarmoor',
  'Kestrevale',
  'Larkmoor',
  'Marrowick',
  'Northmarrel',
  'Ordwick',
  'Pellmoor',
  'Quillvane',
  'Ravenmarrel',
  'Selwick',
  'Thornvale',
  'Underwick',
  'Valemoor',
  'Westmarrel',
  'Yarrowick',
  'Zellmoor',
  'Amberwick',
  'Briarvale',
  'Cindermoor',
  'Drellwick',
  'Embervane',
  'Fallowmarrel',
  'Glenvorn',
  'Hazelmarrel',
  'Inkvale',
  'Jessamoor',
  'Kindlewick',
  'Lowmarrel',
  'Mistvorn',
  'Nettlevale',
  'Oakmarrel',
  'Wyq',
  'Vux',
  'Qorn',
  'Jolv',
  'Gwex',
  'Bruq',
  'Qelm',
  'Zorv',
  'Plyx',
  'Vrask',
  'Quorl',
  'Zwelk',
] as const;
const townEnds = 'ton|ford|ham|wick|bury|ley|dale|mouth|gate|stead|low|by'.split('|');
/** Of towns for narrow places, which no gazetteer has. */
const shortHeads = ['Zux', 'Qev', 'Vux', 'Jyx'];
const shortEnds = ['by', 'ley', 'ford'];

const invented = new Set([...given, ...family].map((name) => name.toLowerCase()));

export const inventedGivenNames: readonly string[] = given;
export const inventedFamilyNames: readonly string[] = family;
export const inventedTowns: readonly string[] = [
  ...townEnds.map((end) => `Sample${end}`),
  ...shortHeads.flatMap((head) => shortEnds.map((end) => head + end)),
];
/** The source of a pattern that holds for each invented town. */
export const inventedTown = String.raw`\b(?:Sample(?:${townEnds.join('|')})|(?:${shortHeads.join('|')})(?:${shortEnds.join('|')}))\b`;
/** The source of a pattern that holds for the beginning of each. */
export const inventedTownHead = ['Sample', ...shortHeads].join('|');

/** Also with the s of a genitive. */
export function isInventedWord(word: string): boolean {
  const lower = word.toLowerCase();
  return invented.has(lower) || (lower.endsWith('s') && invented.has(lower.slice(0, -1)));
}

/** Titles belong to a name, tell nobody's, and stay: none that people are named as well (Panu, Sig, Ing, Dona). */
export const personTitle =
  /^(?:(?:mr|mrs|ms|miss|mx|dr|prof|sir|herrn?|frau|hr|fr|mme|mlle|sr|sra|srta|don|doña|dra|signor[ae]?|dott|dottor|dottoressa|dhr|mevr|mevrouw|mw)\.?|(?:sig|avv|ing)\.|(?:sig\.(?:ra|na)|dott\.ssa)\.?)$/iu;

/** Whether each word of `value` is an invented one, an initial or a title. */
export function isInventedName(value: string): boolean {
  const words = value
    .split(/\s+/u)
    // Before it is parted: Sig.ra, dott.ssa.
    .filter((word) => !personTitle.test(word))
    .flatMap((word) => word.split(/[^\p{L}]+/u))
    .filter((word) => word.length > 1 && !personTitle.test(word));
  return words.length > 0 && !/\p{N}/u.test(value) && words.every(isInventedWord);
}
