/**
 * Words of a firm's or an institution's name, told by the word that ends it: "Severnside Mutual",
 * "Stolarnia Dębowy Las sp. z o.o." Whatever its other words mean besides, they name nobody.
 */
const legalForm =
  /^\P{L}?(?:Ltd|Limited|LLP|LLC|Inc|Corp|PLC|Pty|GmbH|AG|KG|OHG|mbH|SARL|S\.?A\.?S?|S\.?[rR]\.?[lL]|S\.?p\.?A|S\.?L\.?U?|B\.?V|N\.?V|Oy|Oyj|AB|A\/S|ApS|Sdn|Lda|Ltda|s\.r\.o|a\.s|Kft|Zrt)\P{L}*$/u;
const institution =
  /^\P{L}?(?:Academy|Agency|Associates|Association|Bakery|Bank|Brewery|Builders|Clinic|Club|College|Council|Electrical|Engineering|Foods?|Foundation|Freight|Garage|Group|Haulage|Holdings|Hospital|Hotel|Industries|Institute|Insurance|Joinery|Labs|Logistics|Motors|Mutual|Museum|Nursery|Partners|Pharmacy|Plumbing|Primary|Properties|Roofing|School|Services|Society|Solicitors|Solutions|Stores|Studios?|Supplies|Surgery|Systems|Telecom|Textiles|Tools|Trust|University|Veterinary|Wholesale)\P{L}*$/u;
/** Before a plain "and" may stand somebody: "Wade Skye and Northern Ink Studio". */
const isPart = (word: string): boolean => /^(?:\p{Lu}[\p{L}\p{M}'’.&-]*|&|of)$/u.test(word);

/** @param words of one cell. @returns the places of those that are of such a name, its last word too. */
export function placesOfFirms(words: readonly string[]): Set<number> {
  const places = new Set<number>();
  for (const [at, word] of words.entries()) {
    if (at === 0 || !(legalForm.test(word) || institution.test(word))) continue;
    places.add(at);
    for (let before = at - 1; before >= 0 && isPart(words[before] ?? ''); before -= 1)
      places.add(before);
  }
  return places;
}
