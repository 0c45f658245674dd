/**
 * An area → bands of its rows, cut where rows say nothing: what is written into
 * one line leaves all other bands as they were, and so does a scroll.
 */
import type { Box } from '@understudy/recording';
import type { Canvas } from '../pixels/canvas.ts';

/** Between two lines of text; no letter is the same for so many rows together with its neighbours. */
const gapRows = 4;

function isRowLike(words: Uint32Array, width: number, row: number, other: number): boolean {
  const from = row * width;
  const with_ = other * width;
  for (let column = 0; column < width; column += 1)
    if (words[from + column] !== words[with_ + column]) return false;
  return true;
}

/** In order from the top, without the rows between them; rows that repeat what is above hold no text. */
export function bandsOf({ words, width, height }: Canvas): Box[] {
  const bands: Box[] = [];
  let top = -1;
  let repeats = 0;
  for (let row = 1; row <= height; row += 1) {
    const isRepeat = row < height && isRowLike(words, width, row, row - 1);
    repeats = isRepeat ? repeats + 1 : 0;
    if (!isRepeat && row < height && top < 0) top = Math.max(0, row - 1);
    const isOver = top >= 0 && (repeats >= gapRows || row === height);
    if (!isOver) continue;
    const bottom = row === height ? height : row - repeats + 1;
    bands.push({ x: 0, y: top, width, height: bottom - top });
    top = -1;
  }
  return bands;
}
