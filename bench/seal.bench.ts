/**
 * Sealing and opening against the raw cipher of node:crypto, over 64 KiB pieces as
 * age has them, and against age-encryption's own, in the same run.
 */
import { revealSecret } from '@understudy/base';
import { generateHybridKey, openSegment, resealStream, sealArchive } from '@understudy/seal';
import { Decrypter, Encrypter } from 'age-encryption';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { measureCpuMs, median, type Bench } from './bench.ts';

const mebibytes = 64;
const peerMebibytes = 8;
const rounds = 5;
const pieceBytes = 64 * 1024;

async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) void piece.length;
}

interface RawPiece {
  readonly body: Uint8Array;
  readonly tag: Uint8Array;
}

const rawKey = randomBytes(32);
const rawNonce = randomBytes(12);
const options = { authTagLength: 16 } as const;

function* sealRaw(plain: Uint8Array): Generator<RawPiece> {
  for (let at = 0; at < plain.length; at += pieceBytes) {
    const cipher = createCipheriv('chacha20-poly1305', rawKey, rawNonce, options);
    const body = cipher.update(plain.subarray(at, at + pieceBytes));
    cipher.final();
    yield { body, tag: cipher.getAuthTag() };
  }
}

function openRaw(pieces: readonly RawPiece[]): void {
  for (const { body, tag } of pieces) {
    const decipher = createDecipheriv('chacha20-poly1305', rawKey, rawNonce, options);
    decipher.setAuthTag(tag);
    decipher.update(body);
    decipher.final();
  }
}

/** The median of MiB per CPU-second over all rounds. */
async function rate(size: number, work: () => Promise<void> | void): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    rates.push(size / ((await measureCpuMs(work)) / 1000));
  }
  return median(rates);
}

export const bench: Bench = {
  title: 'Sealing',
  run: async (progress) => {
    const plain = randomBytes(mebibytes * 1024 * 1024);
    const key = await generateHybridKey();
    const other = await generateHybridKey();
    const both = [key.recipient, other.recipient];
    const collected: Uint8Array[] = [];
    for await (const piece of sealArchive(plain, both)) collected.push(piece);
    const sealed = Buffer.concat(collected);

    progress('raw node:crypto');
    const rawSeal = await rate(mebibytes, () => {
      for (const piece of sealRaw(plain)) void piece.tag;
    });
    const rawPieces = [...sealRaw(plain)];
    const rawOpen = await rate(mebibytes, () => openRaw(rawPieces));
    progress('sealing');
    const seal = await rate(mebibytes, () => drain(sealArchive(plain, both)));
    progress('opening');
    const open = await rate(mebibytes, () => drain(openSegment(sealed, key.identity)));
    progress('sealing anew');
    const reseal = await rate(mebibytes, () =>
      drain(resealStream(sealed, key.identity, [other.recipient], () => {})),
    );
    progress('age-encryption');
    const small = plain.subarray(0, peerMebibytes * 1024 * 1024);
    const encrypter = new Encrypter();
    for (const recipient of both) encrypter.addRecipient(recipient);
    const theirs = await encrypter.encrypt(small);
    const decrypter = new Decrypter();
    // A key of this benchmark only.
    decrypter.addIdentity(revealSecret(key.identity));
    const peerSeal = await rate(peerMebibytes, async () => void (await encrypter.encrypt(small)));
    const peerOpen = await rate(peerMebibytes, async () => void (await decrypter.decrypt(theirs)));

    const unit = 'MiB per CPU-second';
    const goal = { kind: 'atLeast', value: 50 } as const;
    const raw = (value: number) => ({ name: 'raw node:crypto', value });
    const age = (value: number) => ({ name: 'age-encryption', value });
    const share = 'share of the raw cipher';
    return [
      { measure: 'sealing', value: seal, unit, peers: [raw(rawSeal), age(peerSeal)] },
      { measure: 'opening', value: open, unit, peers: [raw(rawOpen), age(peerOpen)] },
      { measure: 'sealing anew for another key', value: reseal, unit },
      { measure: `sealing, ${share}`, value: (100 * seal) / rawSeal, unit: '%', goal },
      { measure: `opening, ${share}`, value: (100 * open) / rawOpen, unit: '%', goal },
    ];
  },
};
