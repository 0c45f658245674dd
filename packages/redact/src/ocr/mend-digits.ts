/** Signs that were read for digits → the digits, in words that are mostly digits; codes without accents. */

/** Signs that are mistaken for digits, sign by sign, so that offsets stay. */
export const mistaken: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  l: '1',
  I: '1',
  i: '1',
  '|': '1',
  '!': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  B: '8',
  G: '6',
  g: '9',
  '§': '5',
};

/** Nobody puts accents into a code: "glpat-h7Kq2ZrW9xTbNvácLmYs". */
const codeWithAccents = /^(?=(?:[^\d]{0,40}\d){3})[\p{L}\p{N}_+/=-]{14,400}$/u;

/** The text with likely digits put right in words that are mostly digits, and codes without accents. */
export function digitsMended(text: string): string {
  return text.replace(/\S{3,}/gu, (word) => {
    if (/[^\p{ASCII}]/u.test(word) && codeWithAccents.test(word)) {
      const bare = foldAccents(word);
      return bare.length === word.length ? bare : word;
    }
    const digits = word.replace(/\D/gu, '').length;
    const letters = word.replace(/[^\p{L}|!§]/gu, '').length;
    return digits >= 2 && letters > 0 && digits >= 2 * letters
      ? word.replace(/[OoQDlIi|!ZzSsBGg§]/gu, (sign) => mistaken[sign] ?? sign)
      : word;
  });
}

const foldAccents = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '');
