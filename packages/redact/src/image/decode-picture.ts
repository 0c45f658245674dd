/** The bytes of a picture file → its pixels; what is broken or too large is refused. */
import sharp from 'sharp';
import { RedactError } from '../error.ts';
import { wordsOfRgb, type Canvas } from '../pixels/canvas.ts';

const mostPixels = 40_000_000;

/** @throws RedactError `badImage`, `imageTooLarge` (over 40 megapixels). */
export async function decodePicture(bytes: Uint8Array): Promise<Canvas> {
  const unreadable = (cause: unknown): RedactError =>
    new RedactError({
      code: 'badImage',
      message: 'The file is no picture that can be read whole.',
      remedy: 'Give a PNG, JPEG or WebP file.',
      cause,
    });
  const source = sharp(bytes, { limitInputPixels: false, failOn: 'error', pages: 1 });
  const { width, height } = await source.metadata().catch((error: unknown) => {
    throw unreadable(error);
  });
  if (width * height > mostPixels) {
    throw new RedactError({
      code: 'imageTooLarge',
      message: `The picture has more than ${mostPixels / 1e6} megapixels.`,
      remedy: 'Cut it into smaller ones.',
    });
  }
  const { data, info } = await source
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw unreadable(error);
    });
  return { width: info.width, height: info.height, words: wordsOfRgb(data, info.channels) };
}
