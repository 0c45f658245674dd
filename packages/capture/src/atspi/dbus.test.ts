import { startDesktop } from '@understudy/testkit';
import { Message } from 'dbus-next';
import { marshallMessage } from 'dbus-next/lib/marshall-compat.js';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { daemon, openBus, Unanswered } from './dbus.ts';

const toDaemon = (member: string, ...names: readonly string[]) => ({
  to: daemon,
  interface: daemon.name,
  member,
  ...(names.length === 0 ? {} : { signature: 's', body: names }),
});

function helloAnswer(): Buffer {
  const hello = new Message({ path: '/', member: 'Hello' });
  hello.serial = 1;
  const message = Message.newMethodReturn(hello, 's', [':1.1']);
  message.serial = 1;
  const [bytes] = marshallMessage(message);
  return bytes;
}

test('questions of one turn get their own answers, also those that were asked before', async () => {
  const desktop = await startDesktop({ accessibility: false, windowManager: false });
  const bus = await openBus(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  const ask = (...question: Parameters<typeof toDaemon>) => bus.ask(toDaemon(...question), 20_000);
  const [id] = await ask('GetId');
  const answers = await Promise.allSettled([
    ask('GetNameOwner', daemon.name),
    ask('GetId'),
    ask('NoSuchMethod'),
    ask('GetId'),
    ask('NameHasOwner', 'org.example.Nobody'),
  ]);
  expect(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'refused')),
  ).toEqual([[daemon.name], [id], 'refused', [id], [false]]);
  bus.close();
  await bus.lost;
  await expect(ask('GetId')).rejects.toThrow('gone');
  await desktop.stop();
});

test('what is still asked when the bus ends is answered by nobody, at once', async () => {
  const desktop = await startDesktop({ accessibility: false, windowManager: false });
  const bus = await openBus(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  const asked = bus.ask(toDaemon('GetId'), 2e9);
  bus.close();
  await expect(asked).rejects.toThrow(Unanswered);
  await desktop.stop();
});

test('who calls a method of ours is told at once that there is none', async () => {
  const desktop = await startDesktop({ accessibility: false, windowManager: false });
  const bus = await openBus(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  const [names] = await bus.ask(toDaemon('ListNames'), 20_000);
  const name = String(Array.isArray(names) ? names.at(-1) : '');
  const asked = bus.ask({ to: { name, path: '/' }, interface: 'org.example', member: 'Ask' }, 2e9);
  await expect(asked).rejects.toThrow('org.freedesktop.DBus.Error.UnknownMethod');
  bus.close();
  await desktop.stop();
});

test('a fault at what the bus told ends it, and says where it arose and nothing of what was told', async () => {
  const desktop = await startDesktop({ accessibility: false, windowManager: false });
  const bus = await openBus(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  // Once this is answered, what the daemon tells each newcomer of itself is read.
  await bus.ask(toDaemon('AddMatch', "type='signal'"), 20_000);
  bus.onSignal((signal) => {
    throw new TypeError(`Cannot read ${signal.text('member')}`);
  });
  const other = await openBus(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  expect(await bus.lost).toMatch(
    /^The recorder failed at what it told: TypeError at dbus\.test\.ts:\d+:\d+\.$/,
  );
  other.close();
  await desktop.stop();
});

test('of several ways to a bus the first that leads there is taken', async () => {
  const desktop = await startDesktop({ accessibility: false, windowManager: false });
  const address = desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const bus = await openBus(
    `tcp:host=localhost,port=1;unix:path=/tmp/a%zz;unix:path=/nowhere;${address}`,
  );
  expect(await bus.ask(toDaemon('GetId'), 20_000)).toEqual([expect.any(String)]);
  bus.close();
  await desktop.stop();
});

test('a bus that hangs is left, though it never ends the connection', async () => {
  const name = `understudy-test-hung-${process.pid}`;
  const left = Promise.withResolvers<void>();
  const server = createServer({ allowHalfOpen: true }, (stream) => {
    stream.once('data', () => stream.write('OK 0\r\n'));
    stream.on('data', (bytes) => {
      if (bytes.includes('Hello')) stream.write(helloAnswer());
    });
    stream.once('end', () => {
      // Who is there takes what is written, and who has left does not.
      const writing = setInterval(() => stream.write('\0'), 10);
      stream.once('error', () => {
        clearInterval(writing);
        left.resolve();
      });
    });
  });
  server.listen(`\0${name}`);
  await once(server, 'listening');
  const bus = await openBus(`unix:abstract=${name},guid=0`);
  bus.close();
  expect(await bus.lost).toBe('We closed it.');
  await left.promise;
  server.close();
});

test('a daemon that refuses us, or ends without a word, is no accessibility', async () => {
  for (const answer of ['REJECTED\r\n', '']) {
    const name = `understudy-test-dbus-${process.pid}`;
    const server = createServer((stream) => {
      stream.once('data', () => stream.end(answer));
    });
    server.listen(`\0${name}`);
    await once(server, 'listening');
    await expect(openBus(`unix:abstract=${name},guid=0`)).rejects.toMatchObject({
      code: 'accessibilityAbsent',
    });
    server.close();
    await once(server, 'close');
  }
  await expect(openBus('tcp:host=localhost,port=1')).rejects.toMatchObject({
    code: 'accessibilityAbsent',
  });
});
