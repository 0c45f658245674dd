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
      // Few enough that many are asked twice.
      fc.integer({ min: 0, max: 5 }),
      fc.constantFrom('', 'name', 'Name'),
      (serial, object, text) => {
        const path = `/org/a11y/atspi/accessible/${object}`;
        const asked = { interface: 'org.example.Text', member: 'Ask' };
        const told = text === '' ? {} : { signature: 'su', body: [text, object] };
        const whole = new Message({
          destination: ':1.7',
          path,
          ...asked,
          ...structuredClone(told),
        });
        whole.serial = serial;
        const [bytes] = marshallMessage(whole);
        expect(encode({ to: { name: ':1.7', path }, ...asked, ...told }, serial)).toEqual(bytes);
      },
    ),
  );
});
