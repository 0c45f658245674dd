import { startDesktop } from '@understudy/testkit';
import { Message } from 'dbus-next';
import { marshallMessage } from 'dbus-next/lib/marshall-compat.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openBus } from './dbus.ts';
import { createAsk, questionToBytes, withSerial } from './questions.ts';

const daemon = { name: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
const toDaemon = (member: string, ...names: readonly string[]) => ({
  to: daemon,
  interface: daemon.name,
  member,
  ...(names.length === 0 ? {} : { signature: 's', body: names }),
});

test('a question that is sent again is what the library would have sent', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      fc.string(),
      (serial, object, text) => {
        const path = `/org/a11y/atspi/accessible/${object}`;
        const asked = { interface: 'org.example.Text', member: 'Ask', signature: 'su' };
        const body = [text.replaceAll('\0', ''), object];
        const question = { to: { name: ':1.7', path }, ...asked, body };
        const whole = new Message({ destination: ':1.7', path, ...asked, body });
        whole.serial = serial;
        const [bytes] = marshallMessage(whole);
        expect(withSerial(questionToBytes(question), serial)).toEqual(bytes);
      },
    ),
  );
});

test('questions of one turn get their own answers, also those that were asked before', async () => {
  const desktop = await startDesktop({ accessibility: false, windowManager: false });
  const open = await openBus(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  const ask = createAsk(open);
  const [id] = await ask(toDaemon('GetId'), 20_000);
  const answers = await Promise.allSettled(
    [
      toDaemon('GetNameOwner', daemon.name),
      toDaemon('GetId'),
      toDaemon('NoSuchMethod'),
      toDaemon('GetId'),
      toDaemon('NameHasOwner', 'org.example.Nobody'),
    ].map((question) => ask(question, 20_000)),
  );
  expect(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'refused')),
  ).toEqual([[daemon.name], [id], 'refused', [id], [false]]);
  open.bus.disconnect();
  await desktop.stop();
});
