/** A bucket whose line goes dead within an object: a server of the test's own, since no real one does it when asked. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { openBucket } from '../src/blobs/s3-bucket.ts';
import { refusalOf } from './world.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  for (const end of ends.splice(0)) end();
});

test('an object that stops coming ends its reading, and with it the answer', async () => {
  const server = createServer((request, response) => {
    if (request.url?.includes('versioning') === true) {
      response.end('<VersioningConfiguration/>');
      return;
    }
    response.writeHead(200, { 'content-length': 1000 });
    response.write(Buffer.alloc(100));
  }).listen(0, '127.0.0.1');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${address.port}`);
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION']) {
    vi.stubEnv(name, 'test');
  }
  const bucket = await openBucket('s3://bucket/vault');
  const chunks = (await bucket.get('segment'))?.[Symbol.asyncIterator]();
  expect((await chunks?.next())?.value).toHaveLength(100);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const rest = refusalOf(chunks?.next() ?? Promise.resolve());
  await vi.runAllTimersAsync();
  expect(await rest).toBe('storeDown');
});
