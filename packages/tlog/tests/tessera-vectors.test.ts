/** The log that transparency-dev/tessera published: its checkpoints, tiles and bundles. */
import { Buffer } from 'node:buffer';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  leafHash,
  parseVerifier,
  verifyCheckpoint,
  verifyConsistency,
  verifyInclusion,
} from '../src/index.ts';
import { appendToEdge, edgeToResources, edgeToRoot, emptyEdge } from '../src/edge.ts';
import { bundleToEntries } from '../src/tile.ts';
import { createTree } from '../src/tree.ts';

const dir = join(import.meta.dirname, '../../../../shared/data/vectors/tessera/log');
const present = existsSync(dir);
if (!present)
  console.warn('SKIPPED: the tessera log is not at ../shared/data/vectors/tessera/log.');

const log = parseVerifier(
  'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx',
);
const read = async (path: string) => {
  const file = join(dir, path);
  return existsSync(file) ? readFile(file) : null;
};
const checkpointAt = async (size: number) =>
  verifyCheckpoint(await readFile(join(dir, `checkpoint.${size}`)), { log, witnesses: [] });
const entries = present
  ? bundleToEntries(await readFile(join(dir, 'tile/entries/000.p/15')), 15)
  : [];
const sizes = Array.from({ length: 16 }, (_, size) => size);

describe.skipIf(!present)('tessera’s published log', () => {
  test.each(sizes)(
    'has a checkpoint of size %i whose signature and root are good',
    async (size) => {
      const checkpoint = await checkpointAt(size);
      expect(checkpoint.size).toBe(size);
      const { edge } = appendToEdge(emptyEdge, entries.slice(0, size));
      expect(Buffer.from(edgeToRoot(edge))).toEqual(Buffer.from(checkpoint.root));
      expect(Buffer.from(await createTree(read, size).root())).toEqual(
        Buffer.from(checkpoint.root),
      );
    },
  );

  test.each(sizes.slice(1))('has the tile and bundle that we write at size %i', async (size) => {
    const { edge } = appendToEdge(emptyEdge, entries.slice(0, size));
    const resources = edgeToResources(edge);
    expect(resources.map(({ path }) => path)).toEqual([
      `tile/0/000.p/${size}`,
      `tile/entries/000.p/${size}`,
    ]);
    for (const { path, bytes } of resources) {
      expect(Buffer.from(bytes)).toEqual(await readFile(join(dir, path)));
    }
  });

  test('gives good proofs for each entry and between any two of its checkpoints', async () => {
    for (const toSize of sizes.slice(1)) {
      const tree = createTree(read, toSize);
      const { root } = await checkpointAt(toSize);
      for (const [index, entry] of entries.slice(0, toSize).entries()) {
        const proof = await tree.inclusionProof(index);
        verifyInclusion({ index, size: toSize, leafHash: leafHash(entry), root, proof });
      }
      for (const fromSize of sizes.slice(1, toSize + 1)) {
        const proof = await tree.consistencyProof(fromSize);
        const fromRoot = (await checkpointAt(fromSize)).root;
        verifyConsistency({ fromSize, toSize, fromRoot, toRoot: root, proof });
      }
    }
  });

  test('is refused when a bit of a checkpoint is flipped, or its key is another', async () => {
    const note = await readFile(join(dir, 'checkpoint.15'));
    for (let at = 0; at < note.length * 8; at += 1) {
      const bad = Buffer.from(note);
      bad[at >> 3] = (bad[at >> 3] ?? 0) ^ (1 << (at & 7));
      expect(() => verifyCheckpoint(bad, { log, witnesses: [] })).toThrow();
    }
    expect(() =>
      parseVerifier(
        'example.com/log/testdata+33d7b497+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx',
      ),
    ).toThrow(/key/);
  });
});
