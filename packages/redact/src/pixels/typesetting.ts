/**
 * How each text of a screen is set, and how most are: what its own pixels leave
 * open (a short text, a number, a row more or less of height) is as in the others.
 */
import { byLength, mostOff, type LengthFamily, type Lettering } from './lettering.ts';
import type { TextShape } from './paint.ts';
import { plainFace, type Typeface } from './typeface.ts';

interface Size {
  readonly family: Typeface['family'];
  readonly sizePx: number;
}

export interface Typesetting {
  readonly family: LengthFamily;
  /** null where no text tells. */
  readonly isSerif: boolean | null;
  /** Of texts that tell, in rising order of their size. */
  readonly sizes: readonly Size[];
}

/** Of a text that stands by itself. */
export const plainSetting: Typesetting = {
  family: plainFace.family,
  isSerif: null,
  sizes: [],
};

/** By how much another face's length has to be nearer than that of the usual one. */
const leastNearer = 0.07;

/** A level stroke to an upright one: .38 to .61 in serif faces, .64 to .9 in others, in bold ones .45. */
const mostSerif = 0.62;
const clearlyOff = 0.06;

const isSerifAlone = ({ slimness }: Lettering): boolean | null =>
  slimness === null ? null : slimness < mostSerif;

function isSerifIn(lettering: Lettering, common: Pick<Typesetting, 'isSerif'>): boolean {
  const { isBold, slimness } = lettering;
  const isClear = !isBold && slimness !== null && Math.abs(slimness - mostSerif) > clearlyOff;
  const own = isSerifAlone(lettering);
  return (isClear ? own : (common.isSerif ?? own)) ?? false;
}

function faceOf(lettering: Lettering, common: Pick<Typesetting, 'family' | 'isSerif'>): Typeface {
  const { isBold, isEven, off } = lettering;
  let { family } = common;
  if (off !== null)
    for (const other of byLength) {
      const least = family === common.family ? off[family] - leastNearer : off[family];
      if ((other !== 'mono' || isEven) && off[other] < least) family = other;
    }
  const hasSerifs = family !== 'mono' && isSerifIn(lettering, common);
  return { family: hasSerifs ? 'serif' : family, isBold };
}

/** One text in forty of another face is set as evenly. */
const evenGain = 0.06;

/** The face that fits most texts of a screen, of those that tell, and the sizes of these. */
export function typesettingOf(letterings: readonly Lettering[]): Typesetting {
  const sumOf = (family: LengthFamily): number =>
    letterings.reduce((sum, { off, isEven }) => {
      if (off === null) return sum;
      // As long as letters that are all as wide is also a narrow face, which has ink everywhere.
      if (family === 'mono' && !isEven) return sum + mostOff;
      return sum + Math.min(mostOff, off[family]) - (family === 'mono' ? evenGain : 0);
    }, 0);
  let family: LengthFamily = 'sans';
  for (const other of byLength) if (sumOf(other) < sumOf(family)) family = other;
  const regular = letterings
    .filter(({ isBold }) => !isBold)
    .flatMap((one) => isSerifAlone(one) ?? []);
  const told = regular.length > 0 ? regular : letterings.flatMap((one) => isSerifAlone(one) ?? []);
  const isSerif = told.length === 0 ? null : 2 * told.filter(Boolean).length > told.length;
  const sizes = letterings.flatMap((lettering): readonly Size[] => {
    const { family: own } = faceOf(lettering, { family, isSerif });
    return lettering.off === null ? [] : [{ family: own, sizePx: lettering.sizePx[own] }];
  });
  return { family, isSerif, sizes: sizes.toSorted((a, b) => a.sizePx - b.sizePx) };
}

/** Of a text whose ink tells nothing. */
export const usualFamily = ({ family, isSerif }: Typesetting): Typeface['family'] =>
  isSerif === true && family !== 'mono' ? 'serif' : family;

/** So near, two sizes are one; of a short text, whose length tells nothing, the rows may differ by two. */
const oneSize = 0.12;
const oneSizeOfSized = 0.06;
const oneSizeOfShort = 0.25;
/** Fewer may be of some other size each. */
const leastAlike = 3;

/** The middle one of the sizes near it. */
function usualSize({ family, sizePx }: Size, sizes: readonly Size[], most: number): number {
  const near = sizes.filter(
    (other) => other.family === family && Math.abs(Math.log(other.sizePx / sizePx)) < most,
  );
  return near.length < leastAlike ? sizePx : (near[Math.floor(near.length / 2)]?.sizePx ?? sizePx);
}

export function shapeOf(lettering: Lettering, setting: Typesetting): TextShape {
  const face = faceOf(lettering, setting);
  const own = { family: face.family, sizePx: lettering.sizePx[face.family] };
  const told = lettering.isSized ? oneSizeOfSized : oneSize;
  const most = lettering.off === null ? oneSizeOfShort : told;
  return { face, sizePx: usualSize(own, setting.sizes, most), baselinePx: lettering.baselinePx };
}
