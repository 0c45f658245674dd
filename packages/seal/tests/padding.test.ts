import { McapIndexedReader, McapStreamReader, McapWriter, TempBuffer } from '@mcap/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { padmeSize, padMcap } from '../src/padding.ts';

async function writeMcap(messages: readonly Uint8Array[], chunks: boolean): Promise<Uint8Array> {
  const file = new TempBuffer();
  const writer = new McapWriter({ writable: file, useSummaryOffsets: true, useChunks: chunks });
  await writer.start({ profile: 'test', library: 'test' });
  const channelId = await writer.registerChannel({
    topic: 'words',
    schemaId: 0,
    messageEncoding: 'json',
    metadata: new Map(),
  });
  for (const [sequence, data] of messages.entries()) {
    await writer.addMessage({
      channelId,
      sequence,
      logTime: BigInt(sequence),
      publishTime: 0n,
      data,
    });
  }
  await writer.addMetadata({ name: 'm', metadata: new Map([['k', 'v']]) });
  await writer.end();
  return Uint8Array.from(file.get());
}

async function readIndexed(bytes: Uint8Array): Promise<readonly Uint8Array[]> {
  const reader = await McapIndexedReader.Initialize({
    readable: new TempBuffer(Uint8Array.from(bytes).buffer),
  });
  const found: Uint8Array[] = [];
  for await (const message of reader.readMessages()) found.push(message.data);
  return found;
}

function readStreamed(bytes: Uint8Array): readonly Uint8Array[] {
  const reader = new McapStreamReader({ validateCrcs: true });
  const found: Uint8Array[] = [];
  reader.append(bytes);
  for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord()) {
    if (record.type === 'Message') found.push(Uint8Array.from(record.data));
  }
  expect(reader.done()).toBe(true);
  return found;
}

describe('padding', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['what is no MCAP file', Buffer.alloc(500, 'x')],
    [
      'an MCAP file without its end',
      Buffer.from('\u0089MCAP0\r\n then nothing more of it', 'latin1'),
    ],
  ])('is refused for %s', (_name, bytes) => {
    expect(() => padMcap(bytes)).toThrow(expect.objectContaining({ code: 'notMcap' }));
  });

  test('is refused for an MCAP file that was cut', async () => {
    const mcap = await writeMcap([Buffer.from('one')], true);
    expect(() => padMcap(mcap.subarray(0, -1))).toThrow(
      expect.objectContaining({ code: 'notMcap' }),
    );
  });

  test("leaves a file that @mcap/core's two readers read as before, with its checksums", async () => {
    const words = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(words, fc.boolean(), async (messages, chunks) => {
        const padded = padMcap(await writeMcap(messages, chunks));
        expect(padded.length).toBe(padmeSize(padded.length));
        const expected = messages.map((message) => Buffer.from(message).toString('hex'));
        const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
        expect(readStreamed(padded).map(toHex)).toEqual(expected);
        if (chunks) expect((await readIndexed(padded)).map(toHex)).toEqual(expected);
      }),
    );
  });
});

describe('a Padmé size', () => {
  const sizes = fc.integer({ min: 2, max: 2 ** 48 });

  test('holds the content and adds at most 12 %', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        expect(padmeSize(size)).toBeGreaterThanOrEqual(size);
        expect(padmeSize(size)).toBeLessThanOrEqual(size * 1.12);
      }),
    );
  });

  test('is its own size, and never shrinks as the content grows', () => {
    fc.assert(
      fc.property(sizes, sizes, (a, b) => {
        expect(padmeSize(padmeSize(a))).toBe(padmeSize(a));
        expect(padmeSize(Math.min(a, b))).toBeLessThanOrEqual(padmeSize(Math.max(a, b)));
      }),
    );
  });

  // From the reference in the paper, section 4: E = floor(log2 L), S = floor(log2 E) + 1.
  test.each([
    [9, 10],
    [200, 208],
    [1000, 1024],
    [65_537, 67_584],
    [1_000_000, 1_015_808],
  ])('of %i bytes is %i', (size, padded) => {
    expect(padmeSize(size)).toBe(padded);
  });
});
