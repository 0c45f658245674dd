/**
 * Words that no list holds, but whose form says that they are words: compounds
 * of German, derivations of German and Romance languages, terms of medicine. Ends
 * that family names have say nothing.
 */
const leastLength = 11;
const longestWord = 40;
const leastPart = 4;

const wordEnding =
  /(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|lich|liche|lichen|licher|liches|ierung|ierungen|tion|tions|tionen|cion|ciones|zione|zioni|miento|mientos|mente|ment|ments|idad|idades|able|ables|ible|ibles|isation|ieren|iert|itat|pril|statin|formin|olol|sartan|azole|cillin|mycin|zepam|oxetine|aminophen|dipine|thiazide|emia|itis|osis|opathy|ectomy|algia|uria)$/u;
const nameEnding =
  /(?:berg|berger|mann|bauer|meier|meyer|hof|hofer|stein|steiner|feld|felder|wald|bach|bacher|hausen|dorf|dorfer|burg|burger|heim|heimer|thal|field|wood|well|son|ston|stone|ford|ley|ton|ham|worth|man|ski|sky|wicz|poulos|idis|sson|stad|qvist|gren|strom|lund|vic|enko|shvili|yan)$/u;

/** @param folded as foldWord gives it. @param isPart whether a part of it is a word. */
export function isWordByForm(folded: string, isPart: (part: string) => boolean): boolean {
  if (folded.length > longestWord || nameEnding.test(folded)) return false;
  if (folded.length >= 8 && wordEnding.test(folded)) return true;
  if (folded.length < leastLength) return false;
  for (let at = leastPart; at <= folded.length - leastPart; at += 1) {
    if (!isPart(folded.slice(at))) continue;
    const head = folded.slice(0, at);
    if (isPart(head)) return true;
    if (at > leastPart && /[sne]$/u.test(head) && isPart(head.slice(0, -1))) return true;
  }
  return false;
}
