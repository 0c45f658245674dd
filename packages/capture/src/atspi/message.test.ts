import { Message, Variant } from 'dbus-next';
import { marshallMessage } from 'dbus-next/lib/marshall-compat.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMessageStream, type BusMessage } from './message.ts';
import { MalformedMessage } from './signature.ts';

const header = {
  path: '/org/a11y/atspi/accessible/7',
  interface: 'org.a11y.atspi.Event.Object',
  member: 'StateChanged',
  sender: ':1.7',
};
const { path, interface: of, member, sender } = header;

function toBytes(signature: string, body: readonly unknown[], serial = 1): Buffer {
  const message = Message.newSignal(path, of, member, signature, [...body]);
  message.sender = sender;
  message.serial = serial;
  const [bytes] = marshallMessage(message);
  return bytes;
}

/** All that comes of the bytes, in pieces of these sizes. */
function read(bytes: Buffer, sizes: readonly number[] = []): readonly BusMessage[] {
  const messages: BusMessage[] = [];
  const take = createMessageStream((message) => messages.push(message));
  let at = 0;
  for (const size of sizes) {
    take(bytes.subarray(at, at + size));
    at += size;
  }
  take(bytes.subarray(at));
  return messages;
}

/** A signature with a value for the library, and what is to be read of it. */
interface Told {
  readonly signature: string;
  readonly value: unknown;
  readonly read: unknown;
}

const plain = <Value>(signature: string, values: fc.Arbitrary<Value>): fc.Arbitrary<Told> =>
  values.map((value) => ({ signature, value, read: value }));
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
const basic = fc.oneof(
  plain('s', text),
  plain('o', fc.constantFrom('/', path)),
  plain('g', fc.constantFrom('', 'a{sv}', '(iiii)')),
  plain('y', fc.integer({ min: 0, max: 255 })),
  plain('b', fc.boolean()),
  plain('n', fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 })),
  plain('q', fc.integer({ min: 0, max: 2 ** 16 - 1 })),
  plain('i', fc.integer()),
  plain('u', fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  plain('x', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  plain('t', fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
  plain('d', fc.double({ noNaN: true })),
);
const { any } = fc.letrec<{ any: Told }>((tie) => {
  const inner = tie('any');
  return {
    any: fc.oneof(
      { depthSize: 'small' },
      basic,
      fc.tuple(inner, fc.nat(3)).map(([{ signature, value, read }, length]) => ({
        signature: `a${signature}`,
        value: Array.from({ length }, () => value),
        read: Array.from({ length }, () => read),
      })),
      fc.array(inner, { minLength: 1, maxLength: 4 }).map((inside) => ({
        signature: `(${inside.map(({ signature }) => signature).join('')})`,
        value: inside.map(({ value }) => value),
        read: inside.map(({ read }) => read),
      })),
      fc.uniqueArray(fc.stringMatching(/^[a-z-]{1,9}$/), { maxLength: 3 }).chain((keys) =>
        fc.tuple(...keys.map(() => text)).map((values) => {
          const entries = Object.fromEntries(keys.map((key, index) => [key, values[index]]));
          return { signature: 'a{ss}', value: entries, read: entries };
        }),
      ),
      basic.map(({ signature, value, read }) => ({
        signature: 'v',
        value: new Variant(signature, value),
        read: { value: read },
      })),
    ),
  };
});
const arrayOfBytes = /ay/;

test('a body is read as the library wrote it, in whatever pieces its bytes come', () => {
  fc.assert(
    fc.property(
      // The library takes an array of bytes as a buffer only; nothing here is told so.
      fc.array(
        fc
          .array(any, { maxLength: 4 })
          .filter((told) => told.every(({ signature }) => !arrayOfBytes.test(signature))),
        { minLength: 1, maxLength: 4 },
      ),
      fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 30 }),
      (bodies, sizes) => {
        const bytes = bodies.map((told, index) =>
          toBytes(
            told.map(({ signature }) => signature).join(''),
            told.map(({ value }) => value),
            index + 1,
          ),
        );
        const messages = read(Buffer.concat(bytes), sizes);
        expect(messages.map((message) => message.body())).toEqual(
          bodies.map((told) => told.map(({ read }) => read)),
        );
        for (const message of messages) {
          expect(message.kind).toBe('signal');
          for (const field of ['path', 'interface', 'member', 'sender'] as const)
            expect(message.text(field)).toBe(header[field]);
          expect(message.text('errorName')).toBe('');
        }
      },
    ),
  );
});

test('an answer tells which question it is about, also from an app that writes big end first', () => {
  // An answer to question 258, of sender ":1", with the text "ab".
  const bytes = Buffer.from(
    [
      '42 02 01 01 00 00 00 07 00 00 00 09 00 00 00 1f',
      '05 01 75 00 00 00 01 02',
      '07 01 73 00 00 00 00 02 3a 31 00 00 00 00 00 00',
      '08 01 67 00 01 73 00 00',
      '00 00 00 02 61 62 00',
    ]
      .join('')
      .replaceAll(' ', ''),
    'hex',
  );
  const [answer] = read(bytes);
  expect(answer?.kind).toBe('answer');
  expect(answer?.replySerial).toBe(258);
  expect(answer?.text('sender')).toBe(':1');
  expect(answer?.body()).toEqual(['ab']);
});

test('a message that is cut short or longer than any may be is refused', () => {
  const bytes = toBytes('s', ['ab']);
  const claim = (offset: number, length: number): Buffer => {
    const claiming = Buffer.from(bytes);
    claiming.writeUInt32LE(length, offset);
    return claiming;
  };
  expect(read(bytes.subarray(0, -1))).toEqual([]);
  expect(() => read(claim(4, 2 ** 27))).toThrow(MalformedMessage);
  expect(() => read(claim(12, 2 ** 31))).toThrow(MalformedMessage);
  // A text that is said to go on behind its message.
  const [cut] = read(claim(bytes.length - 7, 3));
  expect(() => cut?.body()).toThrow(MalformedMessage);
});
