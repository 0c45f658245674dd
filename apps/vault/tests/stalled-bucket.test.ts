/** A bucket whose line goes dead within an object: a server of the test's own, since no real one does it when asked. */
import { startLocalServer, type LocalServer } from '@understudy/testkit/local-server';
import { afterEach, expect, test, vi } from 'vitest';
import { openBucket } from '../src/blobs/s3-bucket.ts';
import { refusalOf } from './world.ts';

let bucketServer: LocalServer | undefined;
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await bucketServer?.close();
});

test('an object that stops coming ends its reading, and with it the answer', async () => {
  bucketServer = await startLocalServer((request, response) => {
    if (request.url?.includes('versioning') === true) {
      response.end('<VersioningConfiguration/>');
      return;
    }
    response.writeHead(200, { 'content-length': 1000 });
    response.write(Buffer.alloc(100));
  });
  vi.stubEnv('AWS_ENDPOINT_URL_S3', bucketServer.origin);
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
