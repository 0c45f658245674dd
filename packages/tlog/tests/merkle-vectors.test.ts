/** Every case of transparency-dev/merkle's testdata, must-fail ones included. */
import { Buffer } from 'node:buffer';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { TlogError, verifyConsistency, verifyInclusion } from '../src/index.ts';
import { verifySubtreeConsistency, verifySubtreeInclusion } from '../src/verify-proof.ts';

const dir = join(import.meta.dirname, '../../../../shared/data/vectors/merkle');
const present = existsSync(dir);
if (!present) console.warn('SKIPPED: the Merkle vectors are not at ../shared/data/vectors/merkle.');

const base64 = z
  .string()
  .nullable()
  .transform((text) => Buffer.from(text ?? '', 'base64'));
const common = {
  proof: z
    .array(base64)
    .nullable()
    .transform((proof) => proof ?? []),
  desc: z.string(),
  wantErr: z.boolean(),
};

const kinds = {
  inclusion: z
    .object({
      ...common,
      leafIdx: z.number(),
      treeSize: z.number(),
      root: base64,
      leafHash: base64,
    })
    .transform((probe) => ({
      ...probe,
      run: () => verifyInclusion({ ...probe, index: probe.leafIdx, size: probe.treeSize }),
    })),
  consistency: z
    .object({ ...common, size1: z.number(), size2: z.number(), root1: base64, root2: base64 })
    .transform((probe) => ({
      ...probe,
      run: () =>
        verifyConsistency({
          fromSize: probe.size1,
          toSize: probe.size2,
          fromRoot: probe.root1,
          toRoot: probe.root2,
          proof: probe.proof,
        }),
    })),
  subtreeinclusion: z
    .object({
      ...common,
      leafIdx: z.number(),
      start: z.number(),
      end: z.number(),
      root: base64,
      leafHash: base64,
    })
    .transform((probe) => ({
      ...probe,
      run: () => verifySubtreeInclusion({ ...probe, index: probe.leafIdx }),
    })),
  subtreeconsistency: z
    .object({
      ...common,
      start: z.number(),
      end: z.number(),
      size: z.number(),
      root1: base64,
      root2: base64,
    })
    .transform((probe) => ({
      ...probe,
      run: () =>
        verifySubtreeConsistency({ ...probe, subtreeRoot: probe.root1, root: probe.root2 }),
    })),
} as const;

describe.skipIf(!present).each(Object.entries(kinds))('published vectors of %s', (kind, schema) => {
  const files = present
    ? readdirSync(join(dir, kind), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.json'),
      )
    : [];

  test('are all here', () => {
    expect(files.length).toBeGreaterThan(90);
  });

  test.each(files)('%s', (file) => {
    const probe = schema.parse(JSON.parse(readFileSync(join(dir, kind, file), 'utf8')));
    if (probe.wantErr) expect(probe.run).toThrow(TlogError);
    else expect(probe.run()).toBeUndefined();
  });
});
