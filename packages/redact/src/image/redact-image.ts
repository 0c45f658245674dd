/**
 * A picture on its own → the same with what is sensitive replaced in place.
 * No structure explains it, so all of it is read by OCR.
 */
import { systemRandom, type Random } from '@understudy/base';
import type { Box } from '@understudy/recording';
import sharp from 'sharp';
import { findInWords } from '../ocr/find.ts';
import { toContrast } from '../ocr/contrast.ts';
import { readByTesseract, type ReadWords } from '../ocr/tesseract.ts';
import { clipBox, copyPart, partToRgb, putPart } from '../pixels/canvas.ts';
import { inkOf, paintText, shapeOfInk } from '../pixels/paint.ts';
import type { RedactionMode, SensitiveKind } from '../span.ts';
import { createSurrogateTable } from '../surrogate/table.ts';
import { languagesOf } from '../tagger/language.ts';
import { createTextLayer } from '../text/text-layer.ts';
import { decodePicture } from './decode-picture.ts';

export interface RedactedImage {
  readonly png: Uint8Array;
  readonly boxes: readonly (Box & {
    readonly kind: SensitiveKind;
    readonly rule: string;
    readonly confidence: number;
  })[];
}

export interface ImageRedactor {
  /** @throws RedactError `badImage`, `imageTooLarge` (over 40 megapixels), `ocrFailed`. */
  redact(bytes: Uint8Array): Promise<RedactedImage>;
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

export function createImageRedactor(
  options: {
    readonly mode?: RedactionMode;
    readonly random?: Random;
    readonly readWords?: ReadWords;
  } = {},
): ImageRedactor {
  const mode = options.mode ?? 'strict';
  const readWords = options.readWords ?? readByTesseract;
  return {
    redact: async (bytes) => {
      const canvas = await decodePicture(bytes);
      const table = createSurrogateTable(options.random ?? systemRandom);
      const words = await readWords(toContrast(canvas));
      const languages = languagesOf(words.map(({ text }) => text).join(' '));
      const texts = createTextLayer(table, { mode, scope: 'identifying', languages, ruleSets: [] });
      const findings = findInWords(words, texts, mode);
      const boxes: RedactedImage['boxes'][number][] = [];
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
        boxes.push({ ...place, kind, rule, confidence });
      }
      const png = await sharp(
        partToRgb(canvas, { x: 0, y: 0, width: canvas.width, height: canvas.height }),
        {
          raw: { width: canvas.width, height: canvas.height, channels: 3 },
        },
      )
        .png()
        .toBuffer();
      return { png, boxes };
    },
  };
}
