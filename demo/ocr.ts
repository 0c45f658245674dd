/** Reads the text of pictures by tesseract, to search frames as a person would read them. */
import type { Box } from '@understudy/recording';
import { spawn } from 'node:child_process';
import sharp from 'sharp';

/** The text of the picture, or of a part of it (enlarged, as small print reads badly). */
export async function readPicture(path: string, part?: Box): Promise<string> {
  const source = sharp(path);
  const { width, height } = await source.metadata();
  const area =
    part === undefined
      ? { left: 0, top: 0, width, height }
      : {
          left: clamp(part.x, 0, width - 2),
          top: clamp(part.y, 0, height - 2),
          width: clamp(part.width, 1, width - clamp(part.x, 0, width - 2)),
          height: clamp(part.height, 1, height - clamp(part.y, 0, height - 2)),
        };
  const picture = await source
    .extract(area)
    .resize({ width: Math.round(area.width * (part === undefined ? 1.5 : 3)) })
    .flatten({ background: '#ffffff' })
    .greyscale()
    .png()
    .toBuffer();
  return run(picture, part === undefined ? '11' : '7');
}

function run(picture: Uint8Array, mode: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('tesseract', ['stdin', 'stdout', '-l', 'eng', '--psm', mode], {
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(text);
      else reject(new Error(`tesseract ended with ${code}.`));
    });
    child.stdin.end(picture);
  });
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}

/** Letters and digits only, in lower case: what OCR gets right of a value. */
export function toReadable(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
