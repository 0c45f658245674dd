import { systemClock } from '@understudy/base';
import { startDesktop } from '@understudy/testkit';
import { expect, test } from 'vitest';
import { openBusProxy } from '../../tests/bus-proxy.ts';
import { connectAtspi } from './bus.ts';
import { createAtspiElements } from './elements.ts';

const nowNs = (): number => Number(systemClock.monotonicNs());

test('once the bus is lost, nobody has told of a focus since it was last read', async () => {
  const desktop = await startDesktop();
  const proxy = await openBusProxy(desktop);
  const lost = Promise.withResolvers<number>();
  const elements = await createAtspiElements(() => connectAtspi(proxy.address), systemClock).open(
    {
      onFocus: () => undefined,
      onLost: lost.resolve,
      onInsert: () => undefined,
      onChange: () => undefined,
      onDeed: () => undefined,
      onPause: () => undefined,
    },
    { tier: 'text', clipboard: false, origins: [] },
  );
  // We still deal with what was read last while the bus ends.
  const busyNs = nowNs();
  proxy.endWith();
  while (nowNs() < busyNs + 50e6);
  expect(await lost.promise).toBeLessThan(busyNs);
  await elements.close();
  proxy.close();
  await desktop.stop();
});
