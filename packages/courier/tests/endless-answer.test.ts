import { startLocalServer } from '@understudy/testkit/local-server';
import { expect, test } from 'vitest';
import { createKeeperClient } from '../src/index.ts';

test.each([200, 503])('an answer with status %i that does not end is no answer', async (status) => {
  const piece = Buffer.alloc(1024 * 1024, ' ');
  await using server = await startLocalServer((_request, response) => {
    const more = (): void => {
      if (!response.destroyed) response.write(piece, more);
    };
    response.writeHead(status, { 'content-type': 'application/json' });
    more();
  }).then((started) => ({ ...started, [Symbol.asyncDispose]: started.close }));
  const backoff = { attempts: 1, firstWaitMs: 0, maxWaitMs: 0 };
  const client = createKeeperClient({ baseUrl: server.origin, backoff });
  await expect(client.incidents()).rejects.toMatchObject({ code: 'badAnswer' });
});
