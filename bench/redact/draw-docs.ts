/** `node bench/redact/draw-docs.ts`: the before and after pictures of docs/redaction.md, made by the code they document. */
import { createImageRedactor } from '@understudy/redact';
import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { pages } from './pages.ts';
import { takeShots } from './screens.ts';

const shown = ['customers-13', 'message-13', 'env-14-dark'];
const folder = new URL('../../docs/pictures/', import.meta.url);

const small = (png: Uint8Array): Promise<Buffer> =>
  sharp(png)
    .extract({ left: 0, top: 0, width: 1100, height: 300 })
    .png({ palette: true })
    .toBuffer();

await mkdir(folder, { recursive: true });
const redactor = createImageRedactor();
for (const { name, png } of await takeShots(pages().filter((page) => shown.includes(page.name)))) {
  await writeFile(new URL(`redaction-${name}-before.png`, folder), await small(png));
  await writeFile(
    new URL(`redaction-${name}-after.png`, folder),
    await small((await redactor.redact(png)).png),
  );
}
