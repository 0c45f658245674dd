/** A forest → as src/ocr/forest.json holds it. */
import type { Forest, PackedForest } from '../src/ocr/forest.ts';

const pack = ({ buffer }: Int16Array<ArrayBuffer> | Float32Array<ArrayBuffer>): string =>
  Buffer.from(buffer).toString('base64');

export const packForest = ({ traits, base, trait, number }: Forest): PackedForest => ({
  traits,
  base,
  trait: pack(Int16Array.from(trait)),
  number: pack(Float32Array.from(number)),
});
