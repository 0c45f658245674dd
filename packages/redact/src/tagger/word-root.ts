/**
 * A word → its root: what is left without the ending of a verb's, a noun's or an
 * adjective's form in German, French or Spanish. Rough on purpose: lists hold roots
 * (words.json), so that one of them stands for all forms of a word.
 */
const leastRoot = 4;

const endings = [
  // Spanish
  'mente aciones acion adora adores adoras ador ados adas ado ada idos idas ido ida ando iendo',
  'aron ieron aremos eremos iremos abamos iamos aba aban abas ara aran aras are aria arian era eran',
  'eria iria ir er ar amos emos imos aste iste ase an en as es os a e o s',
  // French
  'ement ements issez issons issent issant ez ons ent ant antes ante ants ers ees ee it is eurs eur',
  'euse euses aux al ale ales elle elles if ive ifs ives ions ion x ai ait aient erai eront erez i',
  // German
  'ungen ung end ende enden ender endes sten ste ster test tet ten te est et em ern n t st',
  'isch ische ischen lich liche lichen bar bare baren heit heiten keit',
]
  .flatMap((line) => line.split(' '))
  .toSorted((a, b) => b.length - a.length);

/** @param folded in lower case and without accents, as foldWord gives it. */
export function rootOf(folded: string): string {
  const ending = endings.find(
    (end) => folded.endsWith(end) && folded.length - end.length >= leastRoot,
  );
  return ending === undefined ? folded : folded.slice(0, -ending.length);
}
