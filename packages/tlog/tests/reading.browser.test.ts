/** The same proofs, checked where there is no node:crypto. */
import { systemClock, systemRandom } from '@understudy/base';
import { commands } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import {
  createNoteSigner,
  generateNoteKey,
  leafHash,
  parseVerifier,
  signCheckpoint,
  verifyCheckpoint,
  verifyInclusion,
} from '@understudy/tlog';
import { cosignatureKeyType, ed25519KeyType } from '../src/note.ts';
import { cosign } from '../src/checkpoint.ts';
import { bundleToEntries } from '../src/tile.ts';
import { createTree } from '../src/tree.ts';
import { withSignatureLines } from '../src/witness.ts';

// From the repository's root, as vitest reads it.
const dir = '../shared/data/vectors/tessera/log';
const log = parseVerifier(
  'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx',
);
const read = async (path: string): Promise<Uint8Array | null> => {
  try {
    const text = await commands.readFile(`${dir}/${path}`, 'base64');
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
};
const checkpoint = await read('checkpoint.15');
if (checkpoint === null) console.warn('SKIPPED: no tessera log at ../shared/data/vectors/tessera.');

describe('in a browser', () => {
  test.skipIf(checkpoint === null)('tessera’s checkpoint and its entries are proved', async () => {
    const { size, root } = verifyCheckpoint(checkpoint ?? '', { log, witnesses: [] });
    const bundle = bundleToEntries((await read('tile/entries/000.p/15')) ?? new Uint8Array(), 15);
    for (const [index, entry] of bundle.entries()) {
      const proof = await createTree(read, size).inclusionProof(index);
      verifyInclusion({ index, size, leafHash: leafHash(entry), root, proof });
    }
    const wrong = leafHash(new Uint8Array());
    expect(() => verifyInclusion({ index: 0, size, leafHash: wrong, root, proof: [] })).toThrow();
  });

  test('a checkpoint that was changed, or cosigned by a stranger, is refused', () => {
    const signer = createNoteSigner(generateNoteKey('log.example', ed25519KeyType, systemRandom));
    const witness = createNoteSigner(generateNoteKey('works', cosignatureKeyType, systemRandom));
    const head = { origin: 'log.example', size: 7, root: leafHash(new Uint8Array()) };
    const note = signCheckpoint(head, signer);
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    const cosigned = withSignatureLines(note, cosign(text, witness, systemClock));
    const trust = { log: signer.verifier, witnesses: [witness.verifier], quorum: 1 };
    expect(verifyCheckpoint(cosigned, trust).cosignatures).toHaveLength(1);
    expect(() => verifyCheckpoint(note, trust)).toThrow(/witnesses/);
    expect(() => verifyCheckpoint(cosigned.replace('\n7\n', '\n8\n'), trust)).toThrow(/signature/);
  });
});
