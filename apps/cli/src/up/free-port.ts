/**
 * A port that has to be known before its server starts: one that is free now.
 * It is sought below the range that the kernel hands out by itself, or another
 * program would get it before the server starts.
 */
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

const firstPort = 20_000;
/** Linux hands out 32768 to 60999 (net.ipv4.ip_local_port_range). */
const endPort = 32_768;
const tries = 100;

/** @param meant for servers that have not started yet: none of these */
export async function findFreePort(meant: readonly number[] = []): Promise<number> {
  for (let left = tries; left > 0; left -= 1) {
    const candidate = randomInt(firstPort, endPort);
    if (!meant.includes(candidate) && (await isFreePort(candidate))) return candidate;
  }
  throw new RangeError(`None of ${tries} ports from ${firstPort} to ${endPort} was free.`);
}

export async function isFreePort(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once('error', () => {
    resolve(false);
  });
  server.listen(port, '127.0.0.1', () => {
    server.close(() => {
      resolve(true);
    });
  });
  return promise;
}
