import { Message } from 'dbus-next';
import { marshallMessage } from 'dbus-next/lib/marshall-compat.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEncoder } from './questions.ts';

test('a question is sent as the library would send it, however often it was asked before', () => {
  const encode = createEncoder();
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      fc.stringMatching(/^(?:\/|(?:\/[\w]{1,9}){1,5})$/),
      fc.stringMatching(/^(?::\d{1,9}\.\d{1,9}|org\.[a-z]{1,9}\.[A-Z]{1,9})$/),
      // Few enough that many are asked twice.
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom('', 'name', 'Name'),
      fc.constantFrom('Ask', 'AskMore'),
      (serial, path, name, object, text, member) => {
        const asked = { interface: 'org.example.Text', member };
        const told = text === '' ? {} : { signature: 'su', body: [text, object] };
        const whole = new Message({
          destination: name,
          path,
          ...asked,
          ...structuredClone(told),
        });
        whole.serial = serial;
        const [bytes] = marshallMessage(whole);
        expect(encode({ to: { name, path }, ...asked, ...told }, serial)).toEqual(bytes);
      },
    ),
  );
});

test.each([
  ['/org/a11y/ö', ':1.7'],
  ['/org//a11y', ':1.7'],
  ['/org/', ':1.7'],
  ['org', ':1.7'],
  ['', ':1.7'],
  ['/org\n', ':1.7'],
  ['/org', ':1.ä'],
  ['/org', ''],
])('an object at %j of %j, which cannot be, is asked nothing', (path, name) => {
  const question = { to: { name, path }, interface: 'org.example.Text', member: 'Ask' };
  expect(() => createEncoder()(question, 1)).toThrow('cannot be');
});
