import { systemClock } from '@understudy/base';
import { startDesktop } from '@understudy/testkit';
import { expect, test } from 'vitest';
import { openBusProxy } from '../../tests/bus-proxy.ts';
import { createAtspiElements } from './elements.ts';

test('once the bus is lost, the focus counts as unknown since it was last heard of', async () => {
  const desktop = await startDesktop();
  const proxy = await openBusProxy(desktop);
  const lost = Promise.withResolvers<number>();
  const elements = await createAtspiElements(
    () => Promise.resolve(proxy.address),
    systemClock,
  ).open(
    {
      onFocus: (focus, atNs) => {
        if (focus === null) lost.resolve(atNs);
      },
      onInsert: () => undefined,
      onChange: () => undefined,
      onDeed: () => undefined,
      onPause: () => undefined,
    },
    { tier: 'text', origins: [] },
  );
  await new Promise((resolve) => setImmediate(resolve));
  const endedNs = Number(systemClock.monotonicNs());
  proxy.endWith();
  expect(await lost.promise).toBeLessThan(endedNs);
  await elements.close();
  proxy.close();
  await desktop.stop();
});
