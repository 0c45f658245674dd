/** A text on the screen that holds a value → the same place with the clean text, drawn in the same size and colours. */
import type { Size } from '@understudy/recording';
import { breakText, isTextLine, layoutOfInk } from './ink.ts';
import { commonFamily, letteringOf, shapeOf } from './lettering.ts';
import { paintText, shapeOfInk } from './paint.ts';

/**
 * @param part the raw pixels of the place, `size` large.
 * @param raw the text that stands there, which tells the size of its letters; empty for bullets.
 * @returns pixels in which nothing of the raw text is left: only its ground, its border and the clean text.
 */
export async function drawClean(
  part: Uint32Array,
  size: Size,
  raw: string,
  clean: string,
): Promise<Uint32Array> {
  const { colours, lines, borderPx } = layoutOfInk(part, size);
  const painted = new Uint32Array(part.length).fill(colours.ground);
  const { width, height } = size;
  if (borderPx > 0) {
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const inner =
          row >= borderPx &&
          row < height - borderPx &&
          column >= borderPx &&
          column < width - borderPx;
        const word = part[row * width + column];
        if (!inner && word !== undefined) painted[row * width + column] = word;
      }
    }
  }
  const texts = breakText(clean, lines.length);
  for (const [index, line] of lines.entries()) {
    const text = texts[index] ?? '';
    const model = lines.length === 1 && raw !== '' ? raw : 'Ag';
    if (text === '' || !isTextLine(model, line)) continue;
    const left = Math.max(0, line.left - 1);
    const place = { width: width - left - borderPx, height: Math.min(height, line.height + 8) };
    const top = Math.max(0, Math.min(line.top - 4, height - place.height));
    if (place.width < 8) continue;
    const ink = {
      x: line.left,
      y: line.top,
      width: width - line.left - borderPx,
      height: line.height,
    };
    const read = model === raw ? letteringOf({ words: part, ...size }, ink, raw, colours) : null;
    const guess = shapeOfInk(model, line.top, line.height);
    const shape = read === null ? guess : shapeOf(read, commonFamily([read]));
    const drawn = await paintText(text, place, colours, {
      ...shape,
      baselinePx: shape.baselinePx - top,
    });
    for (let row = 0; row < place.height; row += 1) {
      for (let column = 0; column < place.width; column += 1) {
        const word = drawn[row * place.width + column] ?? colours.ground;
        if (word !== colours.ground) painted[(top + row) * width + left + column] = word;
      }
    }
  }
  return painted;
}
