import { McapIndexedReader, TempBuffer } from '@mcap/core';
import {
  createId,
  revealSecret,
  Secret,
  systemClock,
  systemRandom,
  type Random,
} from '@understudy/base';
import {
  decodeSegment,
  readRecording,
  type RecordingEvent,
  type SegmentContent,
} from '@understudy/recording';
import { dangerouslyRebrandClean, type CleanSegment } from '@understudy/redact';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { createHash } from 'node:crypto';
import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { padmeSize } from '../src/padding.ts';
import { generateHybridKey, parseAgeRecipient } from '../src/recipient.ts';
import { openSegment, sealSegment } from '../src/segment.ts';

const program = await generateHybridKey();
const contributor = await generateHybridKey();
const recipients = [program.recipient, contributor.recipient];
const id = <Kind extends Parameters<typeof createId>[0]>(kind: Kind) =>
  createId(kind, systemClock, systemRandom);

function content(events: readonly RecordingEvent[] = typedWords(40)): SegmentContent {
  return {
    header: {
      session: id('session'),
      origin: {
        kind: 'consented',
        contributor: id('contributor'),
        device: id('device'),
        program: id('program'),
        receipt: id('receipt'),
      },
      task: 'Change the delivery address',
      tier: 'screen',
      startedAt: '2026-05-04T08:00:00.000Z',
      platform: 'x11',
      recorder: 'understudy 0.1.0',
    },
    index: 0,
    events,
    accounting: {
      generated: events.length,
      arrived: events.length,
      kept: events.length,
      dropped: {},
    },
    report: null,
  };
}

function typedWords(keys: number): readonly RecordingEvent[] {
  return Array.from({ length: keys }, (_, index) => ({
    kind: 'key',
    timeNs: index * 1_000_000,
    pressed: index % 2 === 0,
    stroke: { kind: 'known', code: 'KeyA', key: 'a' },
  }));
}

const clean = (events?: readonly RecordingEvent[]): CleanSegment =>
  dangerouslyRebrandClean(content(events));

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

describe('sealing a segment', () => {
  test('takes nothing but what redact branded as clean', () => {
    expectTypeOf(sealSegment).parameter(0).toEqualTypeOf<CleanSegment>();
    expectTypeOf<SegmentContent>().not.toExtend<Parameters<typeof sealSegment>[0]>();
  });

  test('is refused to a classical recipient', async () => {
    const classical = parseAgeRecipient(await identityToRecipient(await generateX25519Identity()));
    await expect(sealSegment(clean(), [classical], systemRandom)).rejects.toMatchObject({
      code: 'notHybrid',
    });
    await expect(
      sealSegment(clean(), [program.recipient, classical], systemRandom),
    ).rejects.toMatchObject({ code: 'mixedRecipients' });
  });

  test('tells the size and the SHA-256 of what it made', async () => {
    const sealed = await sealSegment(clean(), recipients, systemRandom);
    expect(sealed.sizeBytes).toBe(sealed.bytes.length);
    expect(sealed.sha256).toBe(createHash('sha256').update(sealed.bytes).digest('hex'));
  });

  test('never seals twice to the same bytes, even from a random source that repeats itself', async () => {
    const stuck: Random = { bytes: (length) => new Uint8Array(length) };
    const one = clean();
    const [a, b] = [
      await sealSegment(one, recipients, stuck),
      await sealSegment(one, recipients, stuck),
    ];
    expect(a.sizeBytes).toBe(b.sizeBytes);
    expect(a.sha256).not.toBe(b.sha256);
  });

  test('hides in its size how many keys were typed, within a step of Padmé', async () => {
    const sizes = await Promise.all(
      [30, 31, 32, 33].map(async (keys) => {
        const opened = openSegment(
          (await sealSegment(clean(typedWords(keys)), recipients, systemRandom)).bytes,
          program.identity,
        );
        return (await collect(opened)).length;
      }),
    );
    for (const size of sizes) expect(size).toBe(padmeSize(size));
  });
});

describe('a sealed segment', () => {
  test('opens for each of its recipients to what was sealed', async () => {
    const before = clean();
    const { bytes } = await sealSegment(before, recipients, systemRandom);
    for (const { identity } of [program, contributor]) {
      const after = await decodeSegment(await collect(openSegment(bytes, identity)));
      expect(after).toEqual(before);
    }
  });

  test('can be read as a stream while it is opened', async () => {
    const { bytes } = await sealSegment(clean(), recipients, systemRandom);
    const recording = await readRecording(openSegment(bytes, contributor.identity));
    let events = 0;
    for await (const batch of recording.events) events += batch.length;
    expect(events).toBe(40);
  });

  test('opens for nobody else', async () => {
    const { bytes } = await sealSegment(clean(), recipients, systemRandom);
    const stranger = await generateHybridKey();
    for (const identity of [stranger.identity, new Secret(await generateX25519Identity())]) {
      await expect(collect(openSegment(bytes, identity))).rejects.toMatchObject({
        code: 'notForThisKey',
      });
    }
  });

  test('opens without any code of ours: age-encryption, then @mcap/core', async () => {
    const { bytes } = await sealSegment(clean(), recipients, systemRandom);
    const decrypter = new Decrypter();
    decrypter.addIdentity(revealSecret(contributor.identity));
    const mcap = await decrypter.decrypt(bytes);
    const reader = await McapIndexedReader.Initialize({
      readable: new TempBuffer(Uint8Array.from(mcap).buffer),
      decompressHandlers: { zstd: (data) => zstdDecompressSync(data) },
    });
    const topics = new Set<string | undefined>();
    for await (const message of reader.readMessages()) {
      topics.add(reader.channelsById.get(message.channelId)?.topic);
    }
    expect(topics).toContain('keyboard');
  });
});
