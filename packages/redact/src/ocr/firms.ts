/**
 * Words of a firm's name, told by the legal form that ends it: "Severnside Tiles Ltd". Whatever they mean
 * besides, they name nobody. Words such as Bank or School end no name for sure: "Rowan Ashby Bank details".
 */
const legalForm =
  /^\P{L}?(?:Ltd|LLP|LLC|Inc|PLC|Pty|GmbH|OHG|mbH|SARL|S\.?[rR]\.[lL]|S\.p\.A|B\.V|N\.V|Oyj|ApS|Lda|Ltda|s\.r\.o|Kft|Zrt)[.,;:)]*$/u;
/** Before a plain "and" may stand somebody: "Wade Skye and Northern Ink Ltd". */
const isPart = (word: string): boolean => /^(?:\p{Lu}[\p{L}\p{M}'’.&-]*|&|of)$/u.test(word);

/** @param words of one cell. @returns the places of those that are of such a name, its last word too. */
export function placesOfFirms(words: readonly string[]): Set<number> {
  const places = new Set<number>();
  for (const [at, word] of words.entries()) {
    if (at === 0 || !legalForm.test(word)) continue;
    places.add(at);
    for (let before = at - 1; before >= 0 && isPart(words[before] ?? ''); before -= 1)
      places.add(before);
  }
  return places;
}
