/** An upload over a line that breaks anywhere: real sockets, a server that keeps the contract. */
import { createId, systemClock, systemRandom, type Clock } from '@understudy/base';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { startLocalServer, type LocalServer } from '@understudy/testkit/local-server';
import { afterEach, expect, test } from 'vitest';
import { createVaultClient } from '../src/index.ts';

type Fault = 'none' | 'refused' | 'cutBefore' | 'cutHalfway' | 'cutAfter';

const segment = createId('segment', systemClock, systemRandom);
let server: LocalServer | undefined;
afterEach(endShelf);

async function endShelf(): Promise<void> {
  await server?.close();
}

interface Shelf {
  stored: Buffer;
  appends: number;
}

/** Stores what arrives whole; takes one of the faults with each append. */
async function startShelf(sizeBytes: number, faults: Fault[]): Promise<[string, Shelf]> {
  const shelf: Shelf = { stored: Buffer.alloc(0), appends: 0 };
  const state = (): string =>
    JSON.stringify({
      segment,
      receivedBytes: shelf.stored.length,
      sizeBytes,
      complete: shelf.stored.length === sizeBytes,
    });
  const append = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    shelf.appends += 1;
    const fault = faults.shift() ?? 'none';
    if (fault === 'cutBefore') return void request.socket.destroy();
    if (fault === 'refused') {
      response
        .writeHead(500)
        .end(
          JSON.stringify({ error: { code: 'internal', message: 'Failed.', remedy: 'Try again.' } }),
        );
      return;
    }
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(Buffer.from(piece));
    const body = Buffer.concat(pieces);
    const offset = Number(new URL(request.url ?? '', 'http://x').searchParams.get('offset'));
    if (offset !== shelf.stored.length) {
      response
        .writeHead(409)
        .end(
          JSON.stringify({ error: { code: 'badOffset', message: 'Elsewhere.', remedy: 'Go on.' } }),
        );
      return;
    }
    const kept = fault === 'cutHalfway' ? body.subarray(0, body.length >> 1) : body;
    shelf.stored = Buffer.concat([shelf.stored, kept]);
    if (fault === 'none') response.end(state());
    else request.socket.destroy();
  };
  server = await startLocalServer((request, response) => {
    if (request.method === 'PATCH') append(request, response).catch(() => response.destroy());
    else response.end(state());
  });
  return [server.origin, shelf];
}

function clientOf(baseUrl: string, clock: Clock = systemClock) {
  const backoff = { attempts: 4, firstWaitMs: 1, maxWaitMs: 2 };
  return createVaultClient({ baseUrl, backoff, clock });
}

function sourceOf(bytes: Uint8Array) {
  return {
    segment,
    sizeBytes: bytes.byteLength,
    read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
  };
}

test('whatever breaks, as long as not four times in a row, the same bytes are there in the end', async () => {
  const fault = fc.constantFrom<Fault>('none', 'refused', 'cutBefore', 'cutHalfway', 'cutAfter');
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.tuple(fault, fault, fc.constant<Fault>('none')), { maxLength: 4 }),
      async (sizeBytes, rounds) => {
        const bytes = randomBytes(sizeBytes);
        const [url, shelf] = await startShelf(sizeBytes, rounds.flat());
        await clientOf(url).uploadSegment(sourceOf(bytes), { pieceBytes: 700 });
        expect(shelf.stored.equals(bytes)).toBe(true);
        await endShelf();
      },
    ),
    { numRuns: 25 },
  );
});

test('a vault that is down for good ends the upload after a bounded number of tries', async () => {
  const [url, shelf] = await startShelf(
    100,
    Array.from({ length: 50 }, () => 'cutBefore' as const),
  );
  const upload = clientOf(url).uploadSegment(sourceOf(randomBytes(100)));
  await expect(upload).rejects.toMatchObject({ code: 'unreachable', service: 'vault' });
  expect(shelf.appends).toBe(4);
});

test('a slow line is sent smaller pieces, a fast one larger ones, so that progress shows', async () => {
  const sizesAt = async (
    stepMs: number,
    totalKib: number,
    pieceBytes = 1 << 20,
  ): Promise<readonly number[]> => {
    const bytes = randomBytes(totalKib * 1024);
    const [url] = await startShelf(bytes.length, []);
    let nowNs = 0n;
    // Each look at the clock finds it later: an append takes one step.
    const clock = { ...systemClock, monotonicNs: () => (nowNs += BigInt(stepMs * 1e6)) };
    const lengths: number[] = [];
    const source = sourceOf(bytes);
    const read = async (offset: number, length: number) => {
      lengths.push(length / 1024);
      return source.read(offset, length);
    };
    await clientOf(url, clock).uploadSegment({ ...source, read }, { pieceBytes });
    await endShelf();
    return lengths;
  };
  expect(await sizesAt(10, 1792)).toEqual([256, 512, 1024]);
  expect(await sizesAt(1_000, 768)).toEqual([256, 256, 256]);
  expect(await sizesAt(5_000, 512)).toEqual([256, 128, 64, 32, 16, 16]);
  // Of an odd number the larger half: pieces are whole bytes.
  expect(await sizesAt(5_000, 96, 65_535)).toEqual([65_535 / 1024, 32, 1 / 1024]);
});

test('what the vault has already is not sent again', async () => {
  const bytes = randomBytes(100);
  const [url, shelf] = await startShelf(100, []);
  shelf.stored = bytes;
  await clientOf(url).uploadSegment(sourceOf(bytes));
  expect(shelf.appends).toBe(0);
});

test('nobody at the address is said as such, with what to do', async () => {
  const [url] = await startShelf(1, []);
  await endShelf();
  await expect(clientOf(url).listPrograms()).rejects.toMatchObject({
    code: 'unreachable',
    remedy: expect.stringContaining('understudy status'),
  });
});

test('something else at the address is no vault', async () => {
  server = await startLocalServer((_request, response) => response.end('<html>hello</html>'));
  const client = clientOf(server.origin);
  await expect(client.health()).rejects.toMatchObject({ code: 'badAnswer' });
});
