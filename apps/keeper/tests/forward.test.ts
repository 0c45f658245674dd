/** What a replica passes on: sockets, primaries that answer or cut the line. */
import type { RequestListener } from 'node:http';
import { startLocalServer, type LocalServer } from '@understudy/testkit/local-server';
import { afterEach, expect, test } from 'vitest';
import { forwardTo } from '../src/replica/forward.ts';

const primaries: LocalServer[] = [];
afterEach(async () => {
  for (const primary of primaries.splice(0)) await primary.close();
});

async function startPrimary(answer: RequestListener) {
  const asked: string[] = [];
  const primary = await startLocalServer((request, response) => {
    asked.push(request.method ?? '');
    request.resume();
    answer(request, response);
  });
  primaries.push(primary);
  return { url: primary.origin, asked };
}

const startCutting = () => startPrimary(({ socket }) => socket.destroy());
const startAnswering = () => startPrimary((_request, response) => response.end('{}'));

const post = (path = '/v1/reports') =>
  new Request(`http://replica.test${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });

test('a POST whose line broke may have been done: it goes to no other primary, and its caller is told', async () => {
  const cutting = await startCutting();
  const other = await startAnswering();
  const response = await forwardTo([cutting.url, other.url], post());
  expect(await response.json()).toMatchObject({
    error: { code: 'keeperDown', details: { maybeDone: true } },
  });
  expect([cutting.asked, other.asked]).toEqual([['POST'], []]);
});

test.each([
  ['a GET', () => new Request('http://replica.test/v1/incidents')],
  ['a lockdown', () => post('/v1/lockdown')],
])('%s whose line broke goes to the next primary: twice is the same as once', async (_, ask) => {
  const cutting = await startCutting();
  const other = await startAnswering();
  const response = await forwardTo([cutting.url, other.url], ask());
  expect(response.status).toBe(200);
  expect(other.asked).toHaveLength(1);
});

test('a POST that cannot have arrived goes to the next primary, and is not called done where there is none', async () => {
  const other = await startAnswering();
  const gone = await startAnswering();
  // The last: whoever listens after it could get its port.
  await primaries.pop()?.close();
  expect((await forwardTo([gone.url, other.url], post())).status).toBe(200);
  const nowhere = await forwardTo([gone.url], post());
  const { error } = await nowhere.json();
  expect(error).toMatchObject({ code: 'keeperDown' });
  expect(error.details).toEqual({});
  expect(gone.asked).toEqual([]);
});
