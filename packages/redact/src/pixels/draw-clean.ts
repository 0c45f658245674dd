/** A text on the screen that holds a value → the same place with the clean text, drawn in the same size, place and colours. */
import type { Box, Size } from '@understudy/recording';
import { bullets } from './cover.ts';
import { breakText, isTextLine, layoutOfInk, paintBorder, type InkLine } from './ink.ts';
import { letteringOf } from './lettering.ts';
import { fitText, inkOn, paintText, shapeOfInk, type TextShape } from './paint.ts';
import { lengthOf, startOf } from './typeface.ts';
import { plainSetting, shapeOf } from './typesetting.ts';

/** Of a text that ends where its field does, in heights of its ink: how much is free before it. */
const leastIndent = 1.5;
const mostBehind = 0.4;
/** The blank before a text in the middle is as large as the one behind it. */
const mostAskew = 0.15;
/** The letters' own room, and what smooths them, on both sides together. */
const roundPx = 4;

/** Where the text is set: it begins where the raw one began, or ends where that ended, or has its middle there. */
function acrossOf(
  text: string,
  line: InkLine,
  shape: TextShape,
  room: { readonly from: number; readonly to: number },
): Pick<Box, 'x' | 'width'> {
  const before = line.left - room.from;
  const behind = room.to - line.right;
  // The mask begins a pixel before the text.
  const left = Math.max(0, line.left - 1);
  const begins = { x: left, width: room.to - left };
  if (before < leastIndent * line.height) return begins;
  if (text === bullets) {
    // Where those of a password begin, or end, tells how many there are.
    const x = room.from + line.height;
    return { x, width: room.to - x };
  }
  const isInMiddle = Math.abs(before - behind) <= mostAskew * (before + behind);
  if (!isInMiddle && behind > mostBehind * before) return begins;
  const middle = (line.left + line.right) / 2;
  const mostPx = isInMiddle
    ? 2 * Math.min(middle - room.from, room.to - middle)
    : line.right - room.from;
  const { text: set, sizePx, stretch } = fitText(text, mostPx - roundPx, shape);
  const width = Math.min(mostPx, lengthOf(set, shape.face) * sizePx * stretch + roundPx);
  const x = Math.round(isInMiddle ? middle - width / 2 : line.right + roundPx / 2 - width);
  return { x: Math.max(room.from, x), width: Math.ceil(width) };
}

/** Where a text is longer than its ink, by so much, the end of it is cut off. */
const mostLonger = 1.12;

/** As much of the text as its ink shows: the height of a letter that is not there tells nothing. */
function seenPart(text: string, line: InkLine): string {
  let seen = text;
  // The first guess at the size is by letters that may be cut off.
  for (let guess = 0; guess < 2; guess += 1) {
    const { sizePx, face } = shapeOfInk(seen, line.top, line.height);
    const most = (line.right - line.left) / sizePx;
    if (lengthOf(text, face) <= mostLonger * most) return text;
    seen = startOf(text, most, face) || text;
  }
  return seen;
}

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
  const layout = layoutOfInk(part, size);
  const { lines, borderPx } = layout;
  const { ground, ink } = layout.colours;
  // Which of a password's colours is the commonest goes with how many signs it has.
  const colours = { ground, ink: clean === bullets ? inkOn(ground) : ink };
  const painted = new Uint32Array(part.length).fill(colours.ground);
  const { width, height } = size;
  paintBorder(painted, part, size, borderPx);
  const texts = breakText(clean, lines.length);
  for (const [index, line] of lines.entries()) {
    const text = texts[index] ?? '';
    const seen = lines.length === 1 ? seenPart(raw, line) : '';
    const model = seen === '' ? 'Ag' : seen;
    if (text === '' || !isTextLine(model, line)) continue;
    const room = { from: borderPx, to: width - borderPx };
    const inked = { x: line.left, y: line.top, width: room.to - line.left, height: line.height };
    const read = seen === '' ? null : letteringOf({ words: part, ...size }, inked, seen, colours);
    const guess = shapeOfInk(model, line.top, line.height);
    const shape = read === null ? guess : shapeOf(read, plainSetting);
    const across = acrossOf(text, line, shape, room);
    if (across.width < 8) continue;
    const high = Math.min(height, line.height + 8);
    const top = Math.max(0, Math.min(line.top - 4, height - high));
    const place = { x: across.x, y: top, width: across.width, height: high };
    const drawn = await paintText(text, place, colours, {
      ...shape,
      baselinePx: shape.baselinePx - top,
    });
    for (let row = 0; row < place.height; row += 1) {
      for (let column = 0; column < place.width; column += 1) {
        const word = drawn[row * place.width + column] ?? colours.ground;
        const at = place.x + column;
        if (word !== colours.ground && at < width) painted[(top + row) * width + at] = word;
      }
    }
  }
  return painted;
}
