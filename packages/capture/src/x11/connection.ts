/**
 * One connection to an X server, with promises in place of callbacks.
 *
 * Events and replies share one ordered stream: an event read before a reply
 * happened before the request was answered. Input and damage rely on that.
 */
import x11 from 'x11';
import type { XClient, XDisplay, XEvent, XProperty, XScreen } from 'x11';
import { CaptureError } from '../error.ts';
import { createPacketStream } from './packet-stream.ts';

export type { XEvent } from 'x11';

export interface XConnection {
  readonly client: XClient;
  readonly display: XDisplay;
  readonly screen: XScreen;
  readonly root: number;
  /** Resolves with the reason when the server closes the connection. */
  readonly lost: Promise<string>;
  onEvent(listener: (event: XEvent) => void): () => void;
  /**
   * Generic events as they came, in their place among the rest, before `onEvent` hears of them.
   * @param take whether nobody else needs it; the packet's bytes hold for the call only
   */
  onGenericEvent(take: (packet: Buffer) => boolean): () => void;
  /** The reply of one request. @throws the server's error */
  ask<Value>(
    request: (reply: (error: Error | null | undefined, value: Value) => boolean) => void,
  ): Promise<Value>;
  /** The same, for callbacks that would never come once the connection is lost. @throws then */
  orLost<Value>(work: Promise<Value>): Promise<Value>;
  atom(name: string): Promise<number>;
  /** Up to 64 KiB of a property, or null where the window or the property is not there. */
  property(window: number, name: string): Promise<XProperty | null>;
  close(): Promise<void>;
}

/** @throws CaptureError noDisplay, waylandSession, displayRefused */
export async function connectX(display: string): Promise<XConnection> {
  const takers = new Set<(packet: Buffer) => boolean>();
  const server = await openDisplay(display, (packet) => {
    for (const take of takers) if (take(packet)) return true;
    return false;
  });
  const { client } = server;
  const [screen] = server.screen;
  if (screen === undefined) throw refused(display, undefined);
  // `x11` keeps one table of atoms for all servers, whose numbers differ.
  client.atoms = { ...client.atoms };
  // Requests about windows that are gone by now fail; whoever asked has been told.
  client.on('error', () => undefined);
  const lost = new Promise<string>((resolve) => {
    client.on('end', () => resolve('The X server closed the connection.'));
    client.stream.on('close', () => resolve('The connection to the X server broke.'));
  });

  let lostReason: string | null = null;
  const rejects = new Set<(error: Error) => void>();
  void lost.then((reason) => {
    lostReason = reason;
    for (const reject of rejects) reject(new Error(reason));
  });
  const orLost: XConnection['orLost'] = (work) =>
    new Promise((resolve, reject) => {
      if (lostReason !== null) {
        reject(new Error(lostReason));
        return;
      }
      rejects.add(reject);
      work.then(resolve, reject).finally(() => rejects.delete(reject));
    });
  const ask: XConnection['ask'] = (request) =>
    orLost(
      new Promise((resolve, reject) => {
        request((error, value) => {
          if (error) reject(error);
          else resolve(value);
          return true;
        });
      }),
    );
  const atoms = new Map<string, Promise<number>>();
  const atom = (name: string): Promise<number> => {
    const known = atoms.get(name);
    if (known !== undefined) return known;
    const asked = ask<number>((reply) => client.InternAtom(false, name, reply));
    atoms.set(name, asked);
    return asked;
  };

  return {
    client,
    display: server,
    screen,
    root: screen.root,
    lost,
    onEvent: (listener) => {
      client.on('event', listener);
      return () => client.off('event', listener);
    },
    onGenericEvent: (take) => {
      takers.add(take);
      return () => takers.delete(take);
    },
    ask,
    orLost,
    atom,
    property: async (window, name) => {
      const id = await atom(name);
      try {
        const found = await ask<XProperty>((reply) =>
          client.GetProperty(0, window, id, 0, 0, 16_384, reply),
        );
        return found.type === 0 ? null : found;
      } catch {
        return null;
      }
    },
    close: async () => {
      if (lostReason === null) client.terminate();
      await lost;
    },
  };
}

function openDisplay(display: string, take: (packet: Buffer) => boolean): Promise<XDisplay> {
  if (display === '') throw noDisplay();
  return new Promise((resolve, reject) => {
    let client: XClient | undefined;
    const fail = (cause: unknown): void =>
      reject(isMissing(cause) ? noDisplay(display) : refused(display, cause));
    try {
      client = x11.createClient({ display }, (error, server) => {
        if (error) fail(error);
        else resolve(server);
      });
      client.on('error', fail);
      readPacketsFirst(client, take);
    } catch (cause) {
      fail(cause);
    }
  });
}

/** Stands between the socket and x11's reader, from the first byte on. */
function readPacketsFirst(client: XClient, take: (packet: Buffer) => boolean): void {
  const init = client.init.bind(client);
  client.init = (stream) => {
    init(stream);
    const reader = client.pack_stream;
    reader.write = createPacketStream(take, reader.write.bind(reader));
  };
}

function isMissing(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    'code' in cause &&
    (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED')
  );
}

/** Where there is no X server, a Wayland session is the likeliest reason. */
function noDisplay(display = ''): CaptureError {
  const wayland = process.env['XDG_SESSION_TYPE'] === 'wayland' || 'WAYLAND_DISPLAY' in process.env;
  if (wayland) {
    return new CaptureError({
      code: 'waylandSession',
      message: 'This is a Wayland session, which lets no program record input or the screen.',
      remedy: 'Log in to an X11 session, or record in the browser with the extension.',
    });
  }
  return new CaptureError({
    code: 'noDisplay',
    message: display === '' ? 'No display is named.' : `No X server answers at ${display}.`,
    remedy: 'Start it inside a desktop session, or set DISPLAY to one.',
  });
}

function refused(display: string, cause: unknown): CaptureError {
  return new CaptureError({
    code: 'displayRefused',
    message: `The X server at ${display} refused the connection.`,
    remedy: 'Run as the user of the desktop session, with its XAUTHORITY.',
    cause,
  });
}

/** A property of 32-bit values, as window ids and cardinals are. */
export function propertyToNumbers(property: XProperty | null): readonly number[] {
  if (property === null || property.format !== 32) return [];
  const values: number[] = [];
  for (let at = 0; at + 4 <= property.data.length; at += 4)
    values.push(property.data.readUInt32LE(at));
  return values;
}

export function propertyToText(property: XProperty | null): string {
  return property === null ? '' : property.data.toString('utf8').replace(/\0+$/, '');
}
