/** How wide a text stands in a proportional sans-serif font, in parts of its size: near enough to place and to fit. */
const narrow = new Set("ijl.,:;'|!I[]`");
const slim = new Set('ftr()-"/\\ ');
const wide = new Set('mwMW@%');

function widthOfSign(sign: string): number {
  if (narrow.has(sign)) return 0.25;
  if (slim.has(sign)) return 0.32;
  if (wide.has(sign)) return 0.86;
  if (/\p{Lu}/u.test(sign)) return 0.68;
  return 0.555;
}

export function widthOfText(text: string): number {
  let width = 0;
  for (const sign of text) width += widthOfSign(sign);
  return width;
}

/** Height of a text's ink in parts of the font's size, and how much of it hangs below the line. */
export function inkHeightOf(text: string): { readonly above: number; readonly below: number } {
  const tall = /[\p{Lu}\p{N}bdfhijklt|()[\]{}!?@/\\'"`]/u.test(text);
  const tail = /[gjpqyQ,;()[\]{}|@]/u.test(text);
  return { above: tall ? 0.73 : 0.54, below: tail ? 0.2 : 0 };
}
