/** A stored frame's patches → the picture of the screen, and where it changed. Node only. */
import { intersectBoxes, type Box, type ScreenPatch } from '@understudy/recording';
import sharp from 'sharp';
import { changedPart, copyPart, putPart, wordsOfRgb, type Canvas } from './canvas.ts';
import { coverWord } from './screen.ts';

export interface Part {
  readonly box: Box;
  readonly words: Uint32Array;
}

/** The pixels of a patch; the fill where they cannot be decoded. */
async function decodePatch({ x, y, width, height, data }: ScreenPatch): Promise<Part> {
  const box = { x, y, width, height };
  try {
    const { data: rgb, info } = await sharp(data, { limitInputPixels: width * height })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.width === width && info.height === height)
      return { box, words: wordsOfRgb(rgb, info.channels) };
  } catch {
    // The decoder's error may describe the picture.
  }
  return { box, words: new Uint32Array(width * height).fill(coverWord) };
}

/** Paints the patches over the picture; `changes` are the boxes that look other than before. */
export async function paintPatches(
  canvas: Canvas,
  patches: readonly ScreenPatch[],
): Promise<{ parts: Part[]; changes: Box[] }> {
  const parts: Part[] = [];
  const changes: Box[] = [];
  for (const patch of patches) {
    const { box: place, words: all } = await decodePatch(patch);
    const box = intersectBoxes(place, { x: 0, y: 0, width: canvas.width, height: canvas.height });
    if (box === null) continue;
    const inside = { ...box, x: box.x - place.x, y: box.y - place.y };
    const words = copyPart(all, place.width, inside);
    const changed = changedPart(canvas, box, words);
    if (changed !== null) changes.push(changed);
    putPart(canvas, box, words);
    parts.push({ box, words });
  }
  return { parts, changes };
}
