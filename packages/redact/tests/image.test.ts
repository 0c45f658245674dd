import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createImageRedactor, createTextRedactor } from '../src/index.ts';
import { seededRandom } from './world.ts';

const hasTesseract = spawnSync('tesseract', ['--version']).status === 0;
if (!hasTesseract)
  console.warn('tesseract is not installed: the tests that read pictures are skipped.');

const page = (lines: readonly string[], ground: string, ink: string): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="${lines.length * 30 + 20}"><rect width="100%" height="100%" fill="${ground}"/>${lines
        .map(
          (line, index) =>
            `<text x="20" y="${index * 30 + 30}" font-size="15" font-family="Liberation Sans" fill="${ink}">${line}</text>`,
        )
        .join('')}</svg>`,
    ),
  )
    .png()
    .toBuffer();

describe('pictures that are refused', () => {
  const redactor = createImageRedactor();

  test('what is no picture', async () => {
    await expect(redactor.redact(Buffer.from('not a picture'))).rejects.toMatchObject({
      code: 'badImage',
    });
  });

  test('a picture that breaks off', async () => {
    const whole = await page(['Call Maria Okonkwo'], '#fff', '#000');
    await expect(redactor.redact(whole.subarray(0, whole.length >> 1))).rejects.toMatchObject({
      code: 'badImage',
    });
  });

  test('a picture of a hundred megapixels, by its head alone', async () => {
    const huge = await sharp({
      create: { width: 10_000, height: 10_000, channels: 3, background: '#fff' },
    })
      .png()
      .toBuffer();
    await expect(redactor.redact(huge)).rejects.toMatchObject({ code: 'imageTooLarge' });
  });
});

describe.skipIf(!hasTesseract)('pictures that are read', () => {
  test.each([
    ['dark on light', '#ffffff', '#202020'],
    ['light on dark', '#15181d', '#e8e8e8'],
    ['light on colour', '#2b6cb0', '#ffffff'],
  ])('a value is replaced in place, %s', async (_, ground, ink) => {
    const png = await page(['Write to zoe@corp-mail.de today', 'The chairs are blue'], ground, ink);
    const { boxes } = await createImageRedactor({ random: seededRandom(3) }).redact(png);
    expect(boxes.map(({ kind }) => kind)).toEqual(['email']);
    expect(boxes[0]?.y).toBeLessThan(35);
  });
});

describe('texts on their own', () => {
  test('a text with half a surrogate pair is refused', () => {
    expect(() => createTextRedactor().redact('a\ud800b')).toThrow(
      expect.objectContaining({ code: 'badText' }),
    );
  });

  test('a word of a megabyte is answered', () => {
    const { spans } = createTextRedactor().redact('x'.repeat(2 ** 20));
    expect(spans.at(-1)?.end).toBe(2 ** 20);
  });
});
