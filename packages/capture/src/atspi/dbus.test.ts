import { startDesktop } from '@understudy/testkit';
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
  const [names] = await bus.ask(toDaemon('ListNames'), 20_000);
  // We ourselves, who answer nobody.
  const name = String(Array.isArray(names) ? names.at(-1) : '');
  const asked = bus.ask({ to: { name, path: '/' }, interface: 'org.example', member: 'Ask' }, 2e9);
  await bus.ask(toDaemon('GetId'), 20_000);
  bus.close();
  await expect(asked).rejects.toThrow(Unanswered);
  await desktop.stop();
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
