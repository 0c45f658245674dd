/** What was found in a picture → stand-ins painted in its places. */
import type { Box } from '@understudy/recording';
import type { Finding } from '../ocr/find.ts';
import { clipBox, copyPart, putPart, type Canvas } from '../pixels/canvas.ts';
import { inkOf, paintText, shapeOfInk } from '../pixels/paint.ts';
import type { SensitiveKind } from '../span.ts';
import type { SurrogateTable } from '../surrogate/table.ts';

/** A place that was painted over, and why. */
export interface FoundBox extends Box {
  readonly kind: SensitiveKind;
  readonly rule: string;
  readonly confidence: number;
}

/** Boxes of words are tight; smoothing, and the room of a letter, stand a little outside. */
const growWord = ({ x, y, width, height }: Box): Box => {
  const besidePx = Math.max(2, 0.2 * height);
  const abovePx = Math.max(2, 0.12 * height);
  return {
    x: x - besidePx,
    y: y - abovePx,
    width: width + 2 * besidePx,
    height: height + 2 * abovePx,
  };
};

/** Paints into the canvas. */
export async function paintFindings(
  canvas: Canvas,
  findings: readonly Finding[],
  table: SurrogateTable,
): Promise<readonly FoundBox[]> {
  // Asked for all at once: stand-ins that are drawn together cost less.
  const paintings = findings.map(async ({ box, kind, rule, confidence, text }) => {
    const place = clipBox(growWord(box), canvas);
    if (place === null) return null;
    const colours = inkOf(copyPart(canvas.words, canvas.width, place));
    const shape = shapeOfInk(text, box.y - place.y, box.height);
    const pixels = await paintText(table.surrogateOf(text, kind), place, colours, shape);
    return { pixels, found: { ...place, kind, rule, confidence } };
  });
  const painted: FoundBox[] = [];
  for (const painting of await Promise.all(paintings)) {
    if (painting === null) continue;
    putPart(canvas, painting.found, painting.pixels);
    painted.push(painting.found);
  }
  return painted;
}
