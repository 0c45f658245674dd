import { startDesktop } from '@understudy/testkit';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { connectX, propertyToText } from '../x11/connection.ts';
import { connectAtspi, registry } from './bus.ts';

/** A way to the desktop's accessibility bus, of the kind that has no file, to be cut anywhere. */
async function openProxy(busPath: string) {
  const streams: Socket[] = [];
  const server = createServer((stream) => {
    const bus = connect(busPath);
    streams.push(stream);
    stream.pipe(bus);
    bus.pipe(stream, { end: false });
    stream.once('close', () => bus.destroy());
  });
  const name = `understudy-test-${process.pid}`;
  server.listen(`\0${name}`);
  await once(server, 'listening');
  return {
    address: `unix:abstract=${name},guid=0`,
    endWith: (bytes: Uint8Array) => {
      for (const stream of streams) stream.end(bytes);
    },
    close: () => server.close(),
  };
}

test('a bus that ends in the middle of a message is lost, and asked nothing any more', async () => {
  const desktop = await startDesktop();
  const x = await connectX(desktop.display);
  const address = propertyToText(await x.property(x.root, 'AT_SPI_BUS'));
  await x.close();
  const proxy = await openProxy(/path=([^,]+)/.exec(address)?.[1] ?? '');
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
