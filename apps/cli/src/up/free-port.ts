/** A port that has to be known before its server starts: the one asked for, or for 0 any that is free now. */
import { createServer } from 'node:net';

export async function portOrFree(port: number): Promise<number> {
  if (port !== 0) return port;
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  await new Promise((closed) => {
    server.close(closed);
  });
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}
