import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { withoutWordList } from '../src/ocr/reading-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'reading-model-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As combine_tessdata lays parts out: their count, where each begins, and each. */
function toModel(parts: readonly (string | null)[]): Buffer {
  const head = Buffer.alloc(4 + 8 * parts.length);
  head.writeInt32LE(parts.length);
  let at = head.length;
  for (const [nth, part] of parts.entries()) {
    head.writeBigInt64LE(part === null ? -1n : BigInt(at), 4 + 8 * nth);
    at += part?.length ?? 0;
  }
  return Buffer.concat([head, ...parts.map((part) => Buffer.from(part ?? ''))]);
}

function toFile(bytes: Uint8Array): string {
  const path = join(folder, 'a.traineddata');
  writeFileSync(path, bytes);
  return path;
}

const partsWith = (words: string | null): (string | null)[] =>
  Array.from({ length: 24 }, (_, nth) => {
    if (nth === 19) return words;
    return nth < 17 ? null : `part ${nth}`;
  });

describe('a model without its list of words', () => {
  test('has every other part as it was', () => {
    const path = toFile(toModel(partsWith('some eight million words')));
    expect(Buffer.from(withoutWordList(path))).toEqual(toModel(partsWith(null)));
  });

  test('is refused of a file that is no model, is cut short, or has no such list', () => {
    for (const [bytes, why] of [
      [Buffer.from('{"name": "no model"}'), /no model/u],
      [Buffer.alloc(3), /ends too early/u],
      [toModel(partsWith('words')).subarray(0, 100), /ends too early/u],
      [toModel(partsWith(null)), /no list of words/u],
    ] as const)
      expect(() => withoutWordList(toFile(bytes))).toThrow(why);
  });
});
