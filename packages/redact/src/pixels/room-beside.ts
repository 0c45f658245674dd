/**
 * Covers of texts whose stand-ins are longer than what they stand for → the same with the free ground
 * right of them, as far as it is needed: in the narrow box of a short text a stand-in would be cut.
 *
 * Invariant: a cover only grows, over pixels of its own ground that no other cover has.
 */
import { intersectBoxes, unionBox, type Box } from '@understudy/recording';
import { clipBox, copyPart, type Canvas } from './canvas.ts';
import type { Cover } from './cover.ts';
import { layoutOfInk } from './ink.ts';
import { lengthOf, plainFace } from './typeface.ts';

/** Higher ones hold several lines, or a picture. */
const mostHeightPx = 44;
/** Letters of other faces are a little wider, and so is what smooths them. */
const slack = 1.08;
/** To the next ink, in parts of the height of the box. */
const gap = 0.3;

/** A text and its place: as long as they and the pixels around are the same, so is the room. */
interface Room {
  /** What was looked at. */
  readonly around: Box;
  readonly endPx: number;
}

function isFree({ words, width }: Canvas, { y, height }: Box, column: number, ground: number) {
  for (let row = y; row < y + height; row += 1)
    if (words[row * width + column] !== ground) return false;
  return true;
}

/** Up to the end of its own box a text has room, and in a field or a frame no more. */
const mostFree = 0.5;

function roomOf(screen: Canvas, box: Box, wantedPx: number): Room {
  const ownEnd = box.x + box.width;
  const mostEnd = Math.min(screen.width, Math.ceil(box.x + wantedPx + gap * box.height));
  const around = { ...box, width: mostEnd - box.x };
  const { colours, lines, borderPx } = layoutOfInk(copyPart(screen.words, screen.width, box), box);
  const isTight = lines.length === 1 && (lines[0]?.right ?? 0) > box.width - mostFree * box.height;
  if (borderPx > 0 || !isTight) return { around, endPx: ownEnd };
  let column = ownEnd - 1;
  while (column < mostEnd && isFree(screen, box, column, colours.ground)) column += 1;
  return { around, endPx: Math.floor(column - gap * box.height) };
}

export function createRoomBeside(): (
  screen: Canvas,
  covers: readonly Cover[],
  changed: readonly Box[],
) => readonly Cover[] {
  let held = new Map<string, Room>();
  return (screen, covers, changed) => {
    const rooms = new Map<string, Room>();
    const widened = covers.map((cover) => {
      const { draw } = cover;
      const box = clipBox(cover.box, screen);
      if (draw === null || box === null || draw.raw === '' || draw.clean === '') return cover;
      const longer = lengthOf(draw.clean, plainFace) / lengthOf(draw.raw, plainFace);
      // Of what hides a part of it nothing is known here.
      const isWhole = unionBox(cover.box, draw.origin).width === cover.box.width;
      if (longer <= 1 || !isWhole || box.height > mostHeightPx) return cover;
      const key = `${box.x} ${box.y} ${box.width} ${box.height} ${longer}`;
      const before = held.get(key);
      const isSame =
        before !== undefined && !changed.some((part) => intersectBoxes(part, before.around));
      const room = isSame ? before : roomOf(screen, box, box.width * longer * slack);
      rooms.set(key, room);
      const right = { ...box, x: box.x + box.width, width: room.endPx - box.x - box.width };
      if (right.width <= 0) return cover;
      const next = covers.flatMap((other) => {
        const shared = other === cover ? null : intersectBoxes(other.box, right);
        return shared === null ? [] : [shared.x - gap * box.height];
      });
      const width = Math.floor(Math.min(room.endPx, ...next)) - box.x;
      if (width <= box.width) return cover;
      const wider = { ...box, width };
      return { ...cover, box: wider, draw: { ...draw, origin: wider } };
    });
    held = rooms;
    return widened;
  };
}
