#!/usr/bin/env node
/**
 * The native messaging host: `browser-host.ts --home DIR`, started by the
 * browser itself. Carries bytes between the extension and the companion's
 * socket, and says first which browser it is; it reads none of them.
 *
 * Waits for a companion, and ends with it or with the browser; the extension
 * then asks for a new one.
 */
import { encodeFrame } from '@understudy/capture';
import { systemClock, systemRandom } from '@understudy/base';
import { watch } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { openHome, paths } from './home.ts';

function tryConnect(path: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}

/** Resolves once somebody listens at the path. */
async function connectWhenThere(folder: string, path: string): Promise<Socket> {
  const changes = watch(folder);
  try {
    for (;;) {
      const { promise: changed, resolve } = Promise.withResolvers<void>();
      changes.once('change', () => resolve());
      const socket = await tryConnect(path);
      if (socket !== null) return socket;
      await changed;
    }
  } finally {
    changes.close();
  }
}

// The browser closes our input when the extension lets go of us.
process.stdin.once('end', () => process.exit(0));
process.stdin.pause();

// Browsers add arguments of their own: who asks, and the window.
const { values } = parseArgs({ options: { home: { type: 'string' } }, strict: false });
if (typeof values.home !== 'string') process.exit(2);
const home = await openHome(values.home, systemClock, systemRandom);
const companion = await connectWhenThere(home.dir, paths.browserSocket(home));
companion.once('close', () => process.exit(0));
companion.on('error', () => process.exit(0));
companion.write(encodeFrame({ kind: 'hello', version: 1, process: process.ppid }));
companion.pipe(process.stdout);
process.stdin.pipe(companion);
