/**
 * A picture on its own → the same with what is sensitive replaced in place.
 * No structure explains it, so all of it is read by OCR.
 */
import { systemRandom, type Random } from '@understudy/base';
import sharp from 'sharp';
import { findInWords } from '../ocr/find.ts';
import { toContrast } from '../ocr/contrast.ts';
import { readByTesseract, type ReadWords } from '../ocr/tesseract.ts';
import { partToRgb } from '../pixels/canvas.ts';
import type { RedactionMode } from '../span.ts';
import { createSurrogateTable } from '../surrogate/table.ts';
import { languagesOf } from '../tagger/language.ts';
import { createTextLayer } from '../text/text-layer.ts';
import { decodePicture } from './decode-picture.ts';
import { paintFindings, type FoundBox } from './paint-findings.ts';

export interface RedactedImage {
  readonly png: Uint8Array;
  readonly boxes: readonly FoundBox[];
}

export interface ImageRedactor {
  /** @throws RedactError `badImage`, `imageTooLarge` (over 40 megapixels), `ocrFailed`. */
  redact(bytes: Uint8Array): Promise<RedactedImage>;
}

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
      const texts = createTextLayer(table, { mode, scope: 'identifying', languages, rules: {} });
      const findings = findInWords(words, texts, mode);
      const boxes = await paintFindings(canvas, findings, table);
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
