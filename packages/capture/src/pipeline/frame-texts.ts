/**
 * The texts of a window told at two times, as one: a text that changed between
 * them counts twice. Where one moved, no place is sure, and the answer is "moved".
 */
import type { TextBox } from '@understudy/recording';
import type { WindowStructure } from '../ports.ts';

export type FrameTexts =
  | { readonly kind: 'sure'; readonly texts: readonly TextBox[] }
  | { readonly kind: 'moved' };

const roundingPx = 2;

export function joinTexts(before: WindowStructure | null, after: WindowStructure): FrameTexts {
  if (before === null || before === after) return { kind: 'sure', texts: after.texts };
  const places = new Map(after.keys.map((key, index) => [key, after.texts[index]]));
  const extra: TextBox[] = [];
  for (const [index, text] of before.texts.entries()) {
    const later = places.get(before.keys[index] ?? '');
    const isSamePlace = later !== undefined && isNear(text, later);
    if (later !== undefined && !isSamePlace) return { kind: 'moved' };
    if (!isSamePlace || later.text !== text.text) extra.push(text);
  }
  return { kind: 'sure', texts: extra.length === 0 ? after.texts : [...after.texts, ...extra] };
}

function isNear(a: TextBox, b: TextBox): boolean {
  return (
    Math.abs(a.box.x - b.box.x) <= roundingPx &&
    Math.abs(a.box.y - b.box.y) <= roundingPx &&
    Math.abs(a.box.width - b.box.width) <= roundingPx &&
    Math.abs(a.box.height - b.box.height) <= roundingPx
  );
}
