/**
 * The few requests of an X server that hands need, as promises with types:
 * XTEST input (never warps, which recorders may not see), the keyboard's map.
 */
import type { Point } from './place.ts';
import { createRequire } from 'node:module';
import { LabError } from '../error.ts';

type Callback<Value> = (error: Error | null, value: Value) => void;

interface XTest {
  readonly KeyPress: number;
  readonly KeyRelease: number;
  readonly ButtonPress: number;
  readonly ButtonRelease: number;
  readonly MotionNotify: number;
  FakeInput(type: number, detail: number, time: number, root: number, x: number, y: number): void;
}

interface XClient {
  require(extension: 'xtest', done: Callback<XTest>): void;
  GetKeyboardMapping(
    first: number,
    count: number,
    done: Callback<readonly (readonly number[])[]>,
  ): void;
  QueryPointer(
    window: number,
    done: Callback<{ readonly rootX: number; readonly rootY: number }>,
  ): void;
  on(event: 'error', listener: (error: Error) => void): void;
  terminate(): void;
}

interface XConnection {
  readonly client: XClient;
  readonly min_keycode: number;
  readonly max_keycode: number;
  readonly screen: readonly { readonly root: number }[];
}

interface X11Module {
  createClient(options: { readonly display: string }, done: Callback<XConnection>): XClient;
}

// The library has no types of its own; the interfaces above are the part of it that is used here.
const require = createRequire(import.meta.url);
const x11: X11Module = require('x11');

export interface XDisplay {
  readonly movePointer: (to: Point) => void;
  /** 1 left, 2 middle, 3 right, 4 to 7 the wheel. */
  readonly button: (button: number, pressed: boolean) => void;
  readonly key: (keycode: number, pressed: boolean) => void;
  readonly pointer: () => Promise<Point>;
  readonly firstKeycode: number;
  /** A row of keysyms for each keycode from `firstKeycode` on: plain, with shift, … */
  readonly keyboardMap: () => Promise<readonly (readonly number[])[]>;
  readonly close: () => void;
}

/** @throws LabError `noXServer`, `noXTest` */
export async function openXDisplay(display: string): Promise<XDisplay> {
  const connection = await new Promise<XConnection>((resolve, reject) => {
    const fail = (cause: unknown): void => reject(noServer(display, cause));
    const client = x11.createClient({ display }, (error, made) =>
      error ? fail(error) : resolve(made),
    );
    client.on('error', fail);
  });
  const { client } = connection;
  const root = connection.screen[0]?.root;
  if (root === undefined) throw noServer(display, undefined);
  const xtest = await new Promise<XTest>((resolve, reject) => {
    client.require('xtest', (error, extension) =>
      error ? reject(noXTest(error)) : resolve(extension),
    );
  });
  const ask = <Value>(request: (done: Callback<Value>) => void): Promise<Value> =>
    new Promise((resolve, reject) => {
      request((error, value) => (error ? reject(error) : resolve(value)));
    });
  return {
    movePointer: ({ x, y }) => xtest.FakeInput(xtest.MotionNotify, 0, 0, root, x, y),
    button: (button, pressed) =>
      xtest.FakeInput(pressed ? xtest.ButtonPress : xtest.ButtonRelease, button, 0, root, 0, 0),
    key: (keycode, pressed) =>
      xtest.FakeInput(pressed ? xtest.KeyPress : xtest.KeyRelease, keycode, 0, root, 0, 0),
    pointer: async () => {
      const { rootX, rootY } = await ask<{ rootX: number; rootY: number }>((done) =>
        client.QueryPointer(root, done),
      );
      return { x: rootX, y: rootY };
    },
    firstKeycode: connection.min_keycode,
    keyboardMap: () =>
      ask((done) =>
        client.GetKeyboardMapping(
          connection.min_keycode,
          connection.max_keycode - connection.min_keycode + 1,
          done,
        ),
      ),
    close: () => client.terminate(),
  };
}

function noServer(display: string, cause: unknown): LabError {
  return new LabError({
    code: 'noXServer',
    message: `No X server answers at display "${display}".`,
    remedy: 'Start one (Xvfb will do) and give its display.',
    cause,
  });
}

function noXTest(cause: unknown): LabError {
  return new LabError({
    code: 'noXTest',
    message: 'The X server has no XTEST extension, so nobody can type by program.',
    remedy: 'Use an X server with XTEST (Xorg and Xvfb have it).',
    cause,
  });
}
