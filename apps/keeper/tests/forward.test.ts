/** What a replica passes on: sockets, primaries that answer or cut the line. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { forwardTo } from '../src/replica/forward.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function startPrimary(answer: RequestListener) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.method ?? '');
    request.resume();
    answer(request, response);
  }).listen(0, '127.0.0.1');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return { url: `http://127.0.0.1:${address.port}`, asked };
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
  const gone = await startAnswering();
  ends.pop()?.();
  const other = await startAnswering();
  expect((await forwardTo([gone.url, other.url], post())).status).toBe(200);
  const nowhere = await forwardTo([gone.url], post());
  const { error } = await nowhere.json();
  expect(error).toMatchObject({ code: 'keeperDown' });
  expect(error.details).toEqual({});
  expect(gone.asked).toEqual([]);
});
