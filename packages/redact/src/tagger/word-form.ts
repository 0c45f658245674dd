/**
 * Words that no list holds, but whose form says that they are words: compounds
 * of German, derivations of German and Romance languages, terms of medicine. Ends
 * that family names have say nothing.
 */
const leastLength = 8;
const longestWord = 40;
const leastPart = 4;

const wordEnding =
  /(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|lich|liche|lichen|licher|liches|ierung|ierungen|tion|tions|tionen|cion|ciones|zione|zioni|miento|mientos|mente|ment|ments|idad|idades|able|ables|ible|ibles|isation|ieren|iert|itat|pril|statin|formin|olol|sartan|azole|cillin|mycin|zepam|oxetine|aminophen|dipine|thiazide|parin|emia|itis|osis|opathy|ectomy|algia|uria)$/u;
const nameEnding =
  /(?:berg|berger|mann|bauer|meier|meyer|hof|hofer|stein|steiner|feld|felder|wald|bach|bacher|hausen|dorf|dorfer|burg|burger|heim|heimer|thal|field|wood|well|son|ston|stone|ford|ley|ton|ham|worth|man|ski|sky|wicz|poulos|idis|sson|stad|qvist|gren|strom|lund|vic|enko|shvili|yan)$/u;

/** @param folded as foldWord gives it. */
export function hasWordEnding(folded: string): boolean {
  return (
    folded.length >= 8 &&
    folded.length <= longestWord &&
    wordEnding.test(folded) &&
    !nameEnding.test(folded)
  );
}

/**
 * Whether it is put together of two words, perhaps with a joint: Auszahlung-s-betrag.
 * @param isPart whether a part is a word. @param isEnglish two of which make a family's name.
 */
export function isGermanCompound(
  folded: string,
  isPart: (part: string) => boolean,
  isEnglish: (part: string) => boolean,
): boolean {
  if (folded.length < leastLength || folded.length > longestWord || nameEnding.test(folded))
    return false;
  for (let at = leastPart; at <= folded.length - leastPart; at += 1) {
    const tail = folded.slice(at);
    if (!isPart(tail)) continue;
    const head = folded.slice(0, at);
    const heads = at > leastPart && /[sne]$/u.test(head) ? [head, head.slice(0, -1)] : [head];
    if (heads.some((one) => isPart(one) && !(isEnglish(one) && isEnglish(tail)))) return true;
  }
  return false;
}
