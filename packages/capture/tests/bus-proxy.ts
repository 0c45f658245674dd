/** A way of our own to a desktop's accessibility bus, to be cut: its apps keep theirs, without which they end. */
import type { TestDesktop } from '@understudy/testkit';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { connectX, propertyToText, type XConnection } from '../src/x11/connection.ts';

export interface BusProxy {
  readonly address: string;
  /** Sends whoever asks the screen for the bus from now on this way. */
  announce(): Promise<void>;
  /** Ends every connection through it, behind these bytes. */
  endWith(bytes?: Uint8Array): void;
  close(): void;
}

/** The property of the root window that holds the bus's address. */
const property = 'AT_SPI_BUS';
const stringType = 31;

async function onScreen<Value>(
  desktop: TestDesktop,
  ask: (x: XConnection) => Promise<Value>,
): Promise<Value> {
  const x = await connectX(desktop.display);
  const value = await ask(x);
  await x.close();
  return value;
}

export async function openBusProxy(desktop: TestDesktop): Promise<BusProxy> {
  const told = await onScreen(desktop, (x) => x.property(x.root, property));
  const busPath = /path=([^,]+)/.exec(propertyToText(told))?.[1] ?? '';
  const streams: Socket[] = [];
  const server = createServer((stream) => {
    const bus = connect(busPath);
    streams.push(stream);
    stream.pipe(bus);
    bus.pipe(stream, { end: false });
    stream.once('close', () => bus.destroy());
  });
  // Of the kind that has no file.
  const name = `understudy-test-${process.pid}-${desktop.display.slice(1)}`;
  server.listen(`\0${name}`);
  await once(server, 'listening');
  const address = `unix:abstract=${name},guid=0`;
  return {
    address,
    announce: () =>
      onScreen(desktop, async (x) => {
        const atom = await x.atom(property);
        x.client.ChangeProperty(0, x.root, atom, stringType, 8, Buffer.from(address));
        await x.property(x.root, property);
      }),
    endWith: (bytes = new Uint8Array()) => {
      for (const stream of streams) stream.end(bytes);
    },
    close: () => server.close(),
  };
}
