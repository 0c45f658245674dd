/**
 * The faces in which stand-ins are drawn: a sans-serif, a wide one, a serif and
 * one whose letters are all as wide, each regular and bold. Widths and heights
 * are those of Liberation's, which are as wide as Arial, Times and Courier, and,
 * near enough, of DejaVu's, which is as wide as Verdana.
 */
export interface Typeface {
  readonly family: 'sans' | 'wide' | 'serif' | 'mono';
  readonly isBold: boolean;
}

export const plainFace = { family: 'sans', isBold: false } as const satisfies Typeface;

/** By hundredths of the font's size. */
const signsByWidth = {
  sans: {
    19: "'",
    22: 'ijl',
    26: '|',
    28: ' !,./:;I[\\]ft',
    33: '()-`r{}',
    35: '"',
    39: '*',
    50: 'Jcksvxyz',
    58: '+<=>~',
    61: 'FTZ',
    67: '&ABEKPSVXY',
    72: 'CDHNRUw',
    78: 'GOQ',
    83: 'Mm',
    89: '%',
    94: 'W',
    100: '…',
    102: '@',
  },
  serif: {
    18: "'",
    20: '|',
    25: ' ,.',
    28: '/:;\\ijlt',
    33: '!()-I[]`fr',
    39: 'Js',
    44: '?acez',
    56: '+<=>FPS',
    61: 'ELTZ',
    67: 'BCR',
    72: 'ADGHKNOQUVXYw',
    78: '&m',
    83: '%',
    89: 'M',
    92: '@',
    94: 'W',
    100: '…',
  },
} as const;

const usualWidth = { sans: 0.56, wide: 0.56, serif: 0.5, mono: 0.6 } as const;
/** How much wider the same text stands in bold. */
const boldWidth = { sans: 1.08, wide: 1.13, serif: 1.07, mono: 1 } as const;
/** How much wider it stands than by the table. */
const wideness = { sans: 1, wide: 1.13, serif: 1, mono: 1 } as const;

const widthsOf = (signs: Readonly<Record<number, string>>): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(signs).flatMap(([width, all]) =>
      Array.from(all, (sign) => [sign, Number(width) / 100] as const),
    ),
  );
const sansWidths = widthsOf(signsByWidth.sans);
const widths = {
  sans: sansWidths,
  wide: sansWidths,
  serif: widthsOf(signsByWidth.serif),
  mono: new Map<string, number>(),
} as const;

/** Of a sign, in parts of the font's size; accents stand above others. */
function widthOf(sign: string, { family, isBold }: Typeface): number {
  const [base = ''] = sign.normalize('NFD');
  if (/\p{M}/u.test(base)) return 0;
  const width = (widths[family].get(base) ?? usualWidth[family]) * wideness[family];
  return isBold ? width * boldWidth[family] : width;
}

/** In parts of the font's size. */
export function lengthOf(text: string, face: Typeface): number {
  let length = 0;
  for (const sign of text) length += widthOf(sign, face);
  return length;
}

/** As much of the beginning of a text as is that long at most, in parts of the font's size. */
export function startOf(text: string, most: number, face: Typeface): string {
  let length = 0;
  let end = 0;
  for (const sign of text) {
    length += widthOf(sign, face);
    if (length > most) break;
    end += sign.length;
  }
  return text.slice(0, end);
}

/** Above the line that letters stand on, in parts of the font's size. */
const heights = {
  ascender: { sans: 0.73, wide: 0.76, serif: 0.69, mono: 0.73 },
  capital: { sans: 0.69, wide: 0.73, serif: 0.66, mono: 0.66 },
  small: { sans: 0.53, wide: 0.55, serif: 0.46, mono: 0.53 },
} as const;

/** How far the ink of a text stands above the line in each face; null where a capital's accent leaves that open. */
export function heightOf(text: string): Readonly<Record<Typeface['family'], number>> | null {
  const signs = text.normalize('NFD');
  if (/\p{Lu}\p{M}/u.test(signs)) return null;
  if (/[bdfhijkl|()[\]{}!?@/\\'"`\p{M}]/u.test(signs)) return heights.ascender;
  return /[\p{Lu}\p{N}t]/u.test(text) ? heights.capital : heights.small;
}

/** Whether ink of a text hangs below the line. */
export const hangs = (text: string): boolean => /[gjpqyQ,;()[\]{}|@_]/u.test(text);
