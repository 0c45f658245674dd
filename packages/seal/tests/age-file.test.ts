import { revealSecret, Secret } from '@understudy/base';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBytes, sealBytes } from '../src/age-file.ts';
import { generateHybridKey, parseAgeRecipient } from '../src/recipient.ts';
import { resealStream, sealArchive } from '../src/segment.ts';
import { chunkBytes } from '../src/stream.ts';

const hybrid = await generateHybridKey();
const other = await generateHybridKey();
const x25519 = await generateX25519Identity();
const classical = {
  identity: new Secret(x25519),
  recipient: parseAgeRecipient(await identityToRecipient(x25519)),
};

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const size of sizes) {
    yield bytes.subarray(from, from + size);
    from += size;
  }
  yield bytes.subarray(from);
}

const seal = (bytes: Uint8Array, key = hybrid): Promise<Uint8Array> =>
  collect(sealBytes(bytes, [key.recipient]));

describe('a sealed file is refused', () => {
  test('where any one byte was changed', async () => {
    const sealed = await seal(Buffer.from('the order of the words'), classical);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Uint8Array.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      await expect(
        collect(openBytes(changed, classical.identity)),
        `byte ${at}`,
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(damaged|notAge|notForThisKey)$/) });
    }
  });

  test('where it was cut anywhere, also between chunks', async () => {
    const sealed = await seal(randomBytes(2 * chunkBytes), classical);
    const payloadAt = sealed.length - 2 * (chunkBytes + 16);
    const cuts = [
      0,
      1,
      30,
      payloadAt - 16,
      payloadAt,
      payloadAt + 5,
      payloadAt + chunkBytes + 16,
      sealed.length - 1,
    ];
    for (const cut of cuts) {
      await expect(
        collect(openBytes(sealed.subarray(0, cut), classical.identity)),
        `cut at ${cut}`,
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(damaged|notAge)$/) });
    }
  });

  test('where its chunks changed places or something was added', async () => {
    const sealed = await seal(randomBytes(3 * chunkBytes));
    const size = chunkBytes + 16;
    const at = sealed.length - 3 * size;
    const swapped = Buffer.concat([
      sealed.subarray(0, at),
      sealed.subarray(at + size, at + 2 * size),
      sealed.subarray(at, at + size),
      sealed.subarray(at + 2 * size),
    ]);
    const longer = Buffer.concat([sealed, sealed.subarray(at)]);
    for (const bytes of [swapped, longer]) {
      await expect(collect(openBytes(bytes, hybrid.identity))).rejects.toMatchObject({
        code: 'damaged',
      });
    }
  });

  test('by a key that it was not sealed to, and by what is no key', async () => {
    const sealed = await seal(Buffer.from('x'));
    await expect(collect(openBytes(sealed, other.identity))).rejects.toMatchObject({
      code: 'notForThisKey',
    });
    await expect(
      collect(openBytes(sealed, new Secret('AGE-SECRET-KEY-1NO'))),
    ).rejects.toMatchObject({
      code: 'badIdentity',
    });
  });

  test('when its header never ends', async () => {
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('age-encryption.org/v1\n');
      for (;;) yield Buffer.alloc(8192, 'a');
    };
    await expect(collect(openBytes(endless(), hybrid.identity))).rejects.toMatchObject({
      code: 'damaged',
    });
  });
});

describe('sealing is refused', () => {
  test('to hybrid and classical recipients at once', () => {
    expect(() => sealArchive(new Uint8Array(1), [hybrid.recipient, classical.recipient])).toThrow(
      expect.objectContaining({ code: 'mixedRecipients' }),
    );
  });

  test('to nobody', () => {
    expect(() => sealArchive(new Uint8Array(1), [])).toThrow(
      expect.objectContaining({ code: 'badRecipient' }),
    );
  });

  test.each(['', 'age1', 'age1pq1qqqq', 'ssh-ed25519 AAAA', x25519, 'age1tag1qqq'])(
    'to %j, which is no recipient',
    (text) => {
      expect(() => parseAgeRecipient(text)).toThrow(
        expect.objectContaining({ code: 'badRecipient' }),
      );
    },
  );
});

describe('opening inverts sealing', () => {
  test('for any content, cut into any pieces on the way in and out', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 4 });
    const length = fc.oneof(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 1, max: 3 }).map((chunks) => chunks * chunkBytes),
      fc.integer({ min: 0, max: 3 * chunkBytes }),
    );
    await fc.assert(
      fc.asyncProperty(length, sizes, sizes, async (bytes, sizesIn, sizesOut) => {
        const whole = randomBytes(bytes);
        const sealed = await collect(sealBytes(inPieces(whole, sizesIn), [classical.recipient]));
        const opened = await collect(openBytes(inPieces(sealed, sizesOut), classical.identity));
        expect(Buffer.compare(opened, whole)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('for a key of its own kind each, when sealed to two', async () => {
    const sealed = await collect(
      sealBytes(Buffer.from('both'), [hybrid.recipient, other.recipient]),
    );
    for (const { identity } of [hybrid, other]) {
      expect(Buffer.from(await collect(openBytes(sealed, identity))).toString()).toBe('both');
    }
  });
});

describe('other implementations of age', () => {
  test('age-encryption opens what we seal, and we open what it seals', async () => {
    const plain = randomBytes(chunkBytes + 77);
    const decrypter = new Decrypter();
    decrypter.addIdentity(revealSecret(hybrid.identity));
    expect(Buffer.compare(await decrypter.decrypt(await seal(plain)), plain)).toBe(0);
    const encrypter = new Encrypter();
    encrypter.addRecipient(hybrid.recipient);
    const theirs = await encrypter.encrypt(plain);
    expect(Buffer.compare(await collect(openBytes(theirs, hybrid.identity)), plain)).toBe(0);
  });

  test("Debian's age opens an archive that was sealed to a classical recipient", async () => {
    const dir = await mkdtemp(join(tmpdir(), 'understudy-seal-'));
    try {
      // The identity of a test; no product code writes one in the clear.
      await writeFile(join(dir, 'key'), `${x25519}\n`, { mode: 0o600 });
      const plain = randomBytes(200_000);
      const sealed = await collect(sealArchive(plain, [classical.recipient]));
      const ran = spawnSync('age', ['--decrypt', '-i', join(dir, 'key')], { input: sealed });
      expect(ran.stderr.toString()).toBe('');
      expect(Buffer.compare(ran.stdout, plain)).toBe(0);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});

describe('sealing anew for another key', () => {
  const plain = randomBytes(3 * chunkBytes + 9);

  test('keeps the content and shuts the first key out', async () => {
    const anew = await collect(
      resealStream(await seal(plain), hybrid.identity, [other.recipient], () => {}),
    );
    expect(Buffer.compare(await collect(openBytes(anew, other.identity)), plain)).toBe(0);
    await expect(collect(openBytes(anew, hybrid.identity))).rejects.toMatchObject({
      code: 'notForThisKey',
    });
  });

  test('asks before the key and before each chunk, and what it yielded until a refusal is never whole', async () => {
    for (const allowed of [0, 1, 2, 4]) {
      let asked = 0;
      const stop = new Error('the epoch changed');
      const pieces: Uint8Array[] = [];
      const run = async (): Promise<void> => {
        const anew = resealStream(await seal(plain), hybrid.identity, [other.recipient], () => {
          asked += 1;
          if (asked > allowed) throw stop;
        });
        for await (const piece of anew) pieces.push(piece);
      };
      await expect(run()).rejects.toBe(stop);
      expect(asked).toBe(allowed + 1);
      await expect(collect(openBytes(Buffer.concat(pieces), other.identity))).rejects.toMatchObject(
        { code: expect.stringMatching(/damaged|notAge/) },
      );
    }
  });
});
