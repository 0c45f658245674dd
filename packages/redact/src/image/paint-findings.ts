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
  const painted: FoundBox[] = [];
  for (const { box, kind, rule, confidence, text } of findings) {
    const place = clipBox(growWord(box), canvas);
    if (place === null) continue;
    const colours = inkOf(copyPart(canvas.words, canvas.width, place));
    putPart(
      canvas,
      place,
      await paintText(
        table.surrogateOf(text, kind),
        place,
        colours,
        shapeOfInk(text, box.y - place.y, box.height),
      ),
    );
    painted.push({ ...place, kind, rule, confidence });
  }
  return painted;
}
