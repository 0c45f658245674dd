/**
 * Pixels → words and their places, by the Tesseract command in a process of
 * its own: a picture that breaks it, or makes it slow, cannot harm the
 * recorder. The picture goes in by a pipe, the words come out by one; nothing
 * touches the disk.
 */
import { spawn } from 'node:child_process';
import type { Box } from '@understudy/recording';
import sharp from 'sharp';
import { RedactError } from '../error.ts';

export interface Word {
  readonly text: string;
  readonly box: Box;
  /** 0..1, as the engine says. */
  readonly confidence: number;
}

/** One byte a pixel, dark text on light ground reads best. */
export interface GreyImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export type ReadWords = (image: GreyImage) => Promise<readonly Word[]>;

const timeoutMs = 120_000;
const longestAnswer = 32 * 2 ** 20;

function runTesseract(picture: Uint8Array, mode: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const failed = (why: string, cause?: unknown): void => {
      reject(
        new RedactError({
          code: 'ocrFailed',
          message: `Text recognition ${why}.`,
          remedy: 'Install tesseract-ocr and tesseract-ocr-eng, or give smaller pictures.',
          cause,
        }),
      );
    };
    const child = spawn(
      'tesseract',
      // No line is tried the other way round: the picture is dark on light already.
      `stdin stdout --dpi 144 --psm ${mode} -l eng -c tessedit_do_invert=0 tsv`.split(' '),
      {
        env: {
          PATH: process.env['PATH'],
          TESSDATA_PREFIX: process.env['TESSDATA_PREFIX'],
          OMP_THREAD_LIMIT: '1',
        },
        stdio: ['pipe', 'pipe', 'ignore'],
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
      },
    );
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    child.stdout.on('data', (part: Buffer) => {
      sizeBytes += part.length;
      if (sizeBytes > longestAnswer) child.kill('SIGKILL');
      else parts.push(part);
    });
    child.on('error', (error) => failed('could not be started', error));
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(parts).toString('utf8'));
      else failed('broke off');
    });
    // The child may end before it has read all: `close` tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(picture);
  });
}

function parseWords(tsv: string, scale: number): Word[] {
  return tsv.split('\n').flatMap((line) => {
    const cells = line.split('\t');
    const text = cells[11]?.trim() ?? '';
    if (cells[0] !== '5' || text === '') return [];
    const [x = 0, y = 0, width = 0, height = 0, confidence = 0] = cells.slice(6, 11).map(Number);
    const box = { x: x / scale, y: y / scale, width: width / scale, height: height / scale };
    return [{ text, box, confidence: Math.max(0, confidence) / 100 }];
  });
}

/** Small type reads best at twice its size (issue 3: .983 of the words at 2x, cubic). */
const scale = 2;

/** @param pageMode Tesseract's page segmentation mode: 11 sparse text, 6 one block, 3 automatic. */
export function createTesseract(pageMode: '3' | '6' | '11' = '11'): ReadWords {
  return async ({ data, width, height }) => {
    const picture = await sharp(data, { raw: { width, height, channels: 1 } })
      .resize(width * scale, height * scale, { kernel: 'cubic' })
      .png({ compressionLevel: 1 })
      .toBuffer();
    return parseWords(await runTesseract(picture, pageMode), scale);
  };
}
