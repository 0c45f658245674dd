import { startDesktop } from '@understudy/testkit';
import { expect, test } from 'vitest';
import { openBusProxy } from '../../tests/bus-proxy.ts';
import { openAccessibilityBus } from './bus-address.ts';
import { connectAtspi, registry } from './bus.ts';

test('a bus that ends in the middle of a message is lost, and asked nothing any more', async () => {
  const desktop = await startDesktop();
  const proxy = await openBusProxy(desktop);
  const bus = await connectAtspi(proxy.address);
  const ask = () =>
    bus.call({ to: registry, interface: 'org.a11y.atspi.Accessible', member: 'GetRole' });
  expect(await ask()).toEqual([expect.any(Number)]);
  // Little-endian, a signal, and that 64 bytes follow: six of them do.
  proxy.endWith(
    Uint8Array.of(0x6c, 4, 0, 1, 0, 0, 0, 0, 9, 0, 0, 0, 64, 0, 0, 0, 1, 2, 3, 4, 5, 6),
  );
  await bus.lost;
  await expect(ask()).rejects.toThrow('gone');
  proxy.close();
  await desktop.stop();
});

test.each([
  ['that no app has asked for yet', ''],
  ['whose address is of one that has ended', 'unix:path=/nowhere,guid=0'],
])('a bus %s is started by asking', async (_, told) => {
  const desktop = await startDesktop({ accessibility: false });
  const bus = await openAccessibilityBus(told, desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  expect(
    await bus.call({ to: registry, interface: 'org.a11y.atspi.Accessible', member: 'GetRole' }),
  ).toEqual([expect.any(Number)]);
  bus.close();
  await desktop.stop();
});

test.each([
  ['', ''],
  ['', 'unix:path=/nowhere'],
  ['unix:path=/nowhere', ''],
])(
  'where the screen tells “%s” and the session bus is at “%s”, there is no accessibility',
  async (told, sessionBus) => {
    await expect(openAccessibilityBus(told, sessionBus)).rejects.toMatchObject({
      code: 'accessibilityAbsent',
    });
  },
);
