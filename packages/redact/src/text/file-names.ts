/**
 * Names of files → the values in them. Their words are joined ("Maria_Lopez_CV.pdf",
 * "LohnOkonkwo.xlsx"): detectors read them apart, and what they find is told word by word, so that
 * what joins the words stays.
 */
import { matchesOf } from '../matches.ts';
import type { Span } from '../span.ts';

const endings =
  'pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|txt|md|csv|tsv|json|xml|html?|ics|vcf|eml|msg|pages|numbers|png|jpe?g|gif|webp|heic|tiff?|bmp|svg|mp[34]|m4a|mov|wav|zip|7z|rar|gz|p12|pfx|asc|kdbx';
const fileName = new RegExp(
  `(?<![\\p{L}\\p{M}\\p{N}_+-])[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_+-]{0,200}(?=\\.(?:${endings})(?![\\p{L}\\p{N}]))`,
  'giu',
);
/** Names joined without an ending: "Maria_Lopez". */
const joinedNames =
  /(?<![\p{L}\p{M}\p{N}_])\p{Lu}\p{Ll}{1,40}(?:_\p{Lu}\p{Ll}{1,40}){1,6}(?![\p{L}\p{M}\p{N}_(.])/gu;

const mayHoldNames = new RegExp(`_|\\.(?:${endings})(?![\\p{L}\\p{N}])`, 'iu');

const fileEnding = new RegExp(`^(?:${endings})$`, 'iu');

/** What tells the kind of a file names nobody: "README.md". */
export const isFileEnding = (text: string, { start, end }: Span): boolean =>
  text.charAt(start - 1) === '.' &&
  /[\p{L}\p{N}_)-]/u.test(text.charAt(start - 2)) &&
  fileEnding.test(text.slice(start, end));

interface Apart {
  readonly text: string;
  /** Where each unit of it stands in the name. */
  readonly places: readonly number[];
}

function readApart(name: string): Apart {
  let text = '';
  const places: number[] = [];
  for (let at = 0; at < name.length; at += 1) {
    const sign = name.charAt(at);
    const before = name.charAt(at - 1);
    if (/\p{Lu}/u.test(sign) && /\p{Ll}/u.test(before)) {
      text += ' ';
      places.push(at);
    }
    const joins =
      sign === '_' ||
      sign === '+' ||
      (sign === '-' && /\p{L}/u.test(before) && /\p{L}/u.test(name.charAt(at + 1)));
    text += joins ? ' ' : sign;
    places.push(at);
  }
  return { text, places };
}

const wordApart = /\S+/gu;

/** @param detect of a text whose words stand apart */
export function spansOfFileNames(text: string, detect: (text: string) => readonly Span[]): Span[] {
  if (!mayHoldNames.test(text)) return [];
  return [...matchesOf(fileName, text), ...matchesOf(joinedNames, text)].flatMap(
    ({ 0: name, index }) => {
      const apart = readApart(name);
      if (apart.text === name && !/^\p{Lu}/u.test(name)) return [];
      return detect(apart.text).flatMap((span) =>
        matchesOf(wordApart, apart.text.slice(span.start, span.end)).map((word) => {
          const start = span.start + word.index;
          const last = apart.places[start + word[0].length - 1] ?? 0;
          return { ...span, start: index + (apart.places[start] ?? 0), end: index + last + 1 };
        }),
      );
    },
  );
}
