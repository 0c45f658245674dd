/** Project Wycheproof's vectors for the cipher of a chunk (the valid ones without associated data,
 * since a chunk has none). */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import * as browserCipher from '../src/cipher.browser.ts';
import * as nodeCipher from '../src/cipher.node.ts';

const path = new URL(
  '../../../../shared/data/vectors/wycheproof/chacha20_poly1305_test.json',
  import.meta.url,
);
const absent = !existsSync(path);
if (absent) console.warn('Skipped: the Wycheproof vectors are not beside this repository.');

const file = z.object({
  testGroups: z.array(
    z.object({
      ivSize: z.number(),
      tests: z.array(
        z.object({
          tcId: z.number(),
          key: z.string(),
          iv: z.string(),
          aad: z.string(),
          msg: z.string(),
          ct: z.string(),
          tag: z.string(),
          result: z.enum(['valid', 'invalid', 'acceptable']),
        }),
      ),
    }),
  ),
});
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe.skipIf(absent).each([
  ['Node', nodeCipher],
  ['browsers', browserCipher],
])('Wycheproof ChaCha20-Poly1305, as it is in %s', (_where, { decryptChunk, encryptChunk }) => {
  const vectors = absent
    ? []
    : file
        .parse(JSON.parse(readFileSync(path, 'utf8')))
        .testGroups.filter(({ ivSize }) => ivSize === 96)
        .flatMap(({ tests }) => tests)
        .filter(({ aad, result }) => aad === '' && result === 'valid');

  test('a vector with any one bit of its tag flipped is rejected', () => {
    expect(vectors.length).toBeGreaterThan(10);
    for (const { tcId, key, iv, ct, tag } of vectors) {
      for (let bit = 0; bit < 128; bit += 1) {
        const flipped = bytes(tag);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const sealed = Buffer.concat([bytes(ct), flipped]);
        expect(decryptChunk(bytes(key), bytes(iv), sealed), `tcId ${tcId} bit ${bit}`).toBeNull();
      }
    }
  });

  test('what is valid opens, and is sealed to the same bytes', () => {
    for (const { tcId, key, iv, msg, ct, tag } of vectors) {
      const plain = decryptChunk(bytes(key), bytes(iv), bytes(ct + tag));
      expect(Buffer.from(plain ?? []).toString('hex'), `tcId ${tcId}`).toBe(msg);
      const sealed = Buffer.concat(encryptChunk(bytes(key), bytes(iv), bytes(msg)));
      expect(sealed.toString('hex'), `tcId ${tcId}`).toBe(ct + tag);
    }
  });
});
