/** Pixels → words and their places, by Tesseract; nothing touches the disk. */
import type { Box } from '@understudy/recording';
import { createRecognizer, type GreyImage } from './recognizer.ts';

export interface Word {
  readonly text: string;
  readonly box: Box;
  /** 0..1, as the engine says. */
  readonly confidence: number;
}

export type ReadWords = (image: GreyImage) => Promise<readonly Word[]>;

/**
 * Small type reads best at about twice its height (issue 3: .983 of the words at 2x, cubic). The
 * engine brings each line to one height, so what it costs goes with how wide letters are for their
 * height: narrower ones read as well (926 words on 102 tiles: .987 read and .987 located; at twice
 * both .985) and cost a fifth less. Narrower still they do not: at 1.2 a tile costs a seventh less,
 * and 436 of 547 sensitive values on 29 screens are read as they stand instead of 455 (the loss 9 to
 * 32 by resampled screens); at 1.1, 536 of 714 on 36 instead of 586. All are located in either.
 */
const scale = { x: 1.5, y: 1.85 } as const;

/** @param by how much the picture was enlarged */
function parseWords(tsv: string, by: { readonly x: number; readonly y: number }): Word[] {
  return tsv.split('\n').flatMap((line) => {
    const cells = line.split('\t');
    const text = cells[11]?.trim() ?? '';
    if (cells[0] !== '5' || text === '') return [];
    const [x = 0, y = 0, width = 0, height = 0, confidence = 0] = cells.slice(6, 11).map(Number);
    const box = {
      x: x / by.x,
      y: y / by.y,
      width: width / by.x,
      height: height / by.y,
    };
    return [{ text, box, confidence: Math.max(0, confidence) / 100 }];
  });
}

/** One for all readers: it takes its memory and its start once, and stops by itself. */
const recognize = createRecognizer();

/** @throws RedactError ocrFailed */
export const readByTesseract: ReadWords = async (image) => {
  const size = {
    width: Math.round(image.width * scale.x),
    // Even: odd is the picture that tells the end of an answer.
    height: 2 * Math.round((image.height * scale.y) / 2),
  };
  const by = { x: size.width / image.width, y: size.height / image.height };
  return parseWords(await recognize(image, size), by);
};
