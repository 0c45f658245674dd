/** Several addresses of one keeper: real sockets, keepers that answer no more than a release. */
import { startLocalServer, type LocalServer } from '@understudy/testkit/local-server';
import { afterEach, expect, test } from 'vitest';
import { timerSleep, type Sleep } from '../src/backoff.ts';
import { createKeeperClient } from '../src/index.ts';

const servers: LocalServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/**
 * `cut`: takes the request, and ends the connection without a word. `lineBroke`: a replica whose
 * line to its primary was cut so.
 */
type Answer = 'releases' | 'keeperDown' | 'lineBroke' | 'sealed' | 'cut';

async function startKeeper(answer: Answer) {
  const asked: string[] = [];
  const server = await startLocalServer((request, response) => {
    asked.push(request.url ?? '');
    request.resume();
    if (answer === 'cut') {
      request.socket.destroy();
      return;
    }
    const [code, details] =
      answer === 'lineBroke' ? ['keeperDown', { maybeDone: true }] : [answer, {}];
    const refusal = { error: { code, message: 'No.', remedy: 'Wait.', details } };
    const [status, body] = answer === 'releases' ? [200, { incidents: [] }] : [503, refusal];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  servers.push(server);
  return { url: server.origin, asked };
}

/** A port where nobody listens. */
async function deadUrl(): Promise<string> {
  const { url } = await startKeeper('releases');
  await servers.pop()?.close();
  return url;
}

/** No second round. */
const backoff = { attempts: 1, firstWaitMs: 0, maxWaitMs: 0 };
const clientOf = (...urls: readonly string[]) =>
  createKeeperClient({ baseUrl: urls.join(','), backoff });

test('where the first keeper is away, the next is asked at once, and is kept to', async () => {
  const away = await startKeeper('keeperDown');
  const second = await startKeeper('releases');
  const client = clientOf(await deadUrl(), away.url, second.url);
  expect(await client.incidents()).toEqual({ incidents: [] });
  expect(await client.incidents()).toEqual({ incidents: [] });
  expect([away.asked.length, second.asked.length]).toEqual([1, 2]);
});

test('a keeper that refuses is believed: no other is asked', async () => {
  const sealed = await startKeeper('sealed');
  const other = await startKeeper('releases');
  await expect(clientOf(sealed.url, other.url).incidents()).rejects.toMatchObject({
    code: 'sealed',
  });
  expect(other.asked).toEqual([]);
});

test('where all are away, each was asked once in a round', async () => {
  const one = await startKeeper('keeperDown');
  const two = await startKeeper('keeperDown');
  await expect(clientOf(one.url, two.url).incidents()).rejects.toMatchObject({
    code: 'keeperDown',
  });
  expect([one.asked.length, two.asked.length]).toEqual([1, 1]);
});

const jws = 'a.b.c';

test.each([
  ['cut', 'unreachable'],
  ['lineBroke', 'keeperDown'],
] as const)(
  'what may have been done (%s) is asked of no other, unless twice is the same as once',
  async (answer, code) => {
    const first = await startKeeper(answer);
    const other = await startKeeper('sealed');
    const report = clientOf(first.url, other.url).resume({ body: { report: jws, approvals: [] } });
    await expect(report).rejects.toMatchObject({ code });
    expect(other.asked).toEqual([]);
    const lockdown = clientOf(first.url, other.url).lockdown({ body: { order: jws } });
    await expect(lockdown).rejects.toMatchObject({ code: 'sealed' });
    expect(other.asked).toEqual(['/v1/lockdown']);
  },
);

test('what cannot have arrived is asked of the next, whatever it is', async () => {
  const other = await startKeeper('keeperDown');
  const report = clientOf(await deadUrl(), other.url).resume({
    body: { report: jws, approvals: [] },
  });
  await expect(report).rejects.toMatchObject({ code: 'keeperDown' });
  expect(other.asked).toEqual(['/v1/resume']);
});

test('a call that is called off between two tries says so', async () => {
  const abort = new AbortController();
  const sleep: Sleep = (durationMs, signal) => {
    const slept = timerSleep(durationMs, signal);
    abort.abort();
    return slept;
  };
  const client = createKeeperClient({ baseUrl: await deadUrl(), sleep });
  const asked = client.incidents({ signal: abort.signal });
  await expect(asked).rejects.toMatchObject({ code: 'cancelled', service: 'keeper' });
});
