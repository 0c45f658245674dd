/** Puts the pictures of the last demo into docs/demo/, for the README: `node demo/publish-pictures.ts`. */
import { copyFile, mkdir } from 'node:fs/promises';

const from = new URL('../demo-out/', import.meta.url);
const to = new URL('../docs/demo/', import.meta.url);

await mkdir(to, { recursive: true });
for (const name of ['page.png', 'step.png', 'steps.png']) {
  await copyFile(new URL(name, from), new URL(name, to));
  console.log(`docs/demo/${name}`);
}
