/**
 * A request's body → what its handler gets: of the announced type, no larger than the route allows,
 * the very bytes that the caller signed, and of the route's shape.
 *
 * Attacker-controlled: all of it.
 */
import { startSha256 } from '#sha256';
import type { z } from 'zod';
import { ProtocolError } from './error.ts';
import type { HandlerBodyOf, Route } from './route.ts';

export const maxJsonBytes = 4 << 20;

export async function readBody<R extends Route>(
  route: R,
  request: Request,
  bodySha256: string | null,
): Promise<HandlerBodyOf<R>> {
  // The conditional type HandlerBodyOf cannot be followed by control flow; each case returns its own.
  switch (route.body.kind) {
    case 'none': {
      await readAll(request, 0, bodySha256);
      return undefined as HandlerBodyOf<R>;
    }
    case 'json': {
      requireMediaType(request, 'application/json');
      const bytes = await readAll(request, maxJsonBytes, bodySha256);
      return parsePart(route.body.schema, parseJson(bytes), 'body') as HandlerBodyOf<R>;
    }
    case 'bytes': {
      requireMediaType(request, 'application/octet-stream');
      const bytes: AsyncIterable<Uint8Array> = checkedBytes(
        request,
        route.body.maxBytes,
        bodySha256,
      );
      return bytes as HandlerBodyOf<R>;
    }
  }
}

function requireMediaType(request: Request, wanted: string): void {
  const given = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (given === wanted) return;
  throw new ProtocolError({
    code: 'unsupportedMediaType',
    message: 'The body is not of the type that this route takes.',
    remedy: `Send it with the content type ${wanted}.`,
  });
}

async function readAll(
  request: Request,
  maxBytes: number,
  bodySha256: string | null,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of checkedBytes(request, maxBytes, bodySha256)) pieces.push(piece);
  return joinBytes(pieces);
}

/**
 * The body as it comes; throws at its end where it is not what the caller signed. Where its reader
 * stops early it is not cancelled, which would end the connection: see `discardBody`.
 */
async function* checkedBytes(
  request: Request,
  maxBytes: number,
  bodySha256: string | null,
): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const hash = bodySha256 === null ? null : startSha256();
  let sizeBytes = 0;
  for await (const piece of await piecesOf(request)) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
    hash?.update(piece);
    yield piece;
  }
  if (hash !== null && hash.finish() !== bodySha256) {
    throw new ProtocolError({
      code: 'hashMismatch',
      message: 'The body is not the one that was signed.',
      remedy: 'Send it again.',
    });
  }
}

/** Firefox has no stream of a request's body; what is answered there was made on the same device. */
async function piecesOf(
  request: Request,
): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array>> {
  const body: Request['body'] | undefined = request.body;
  if (body === undefined) return [new Uint8Array(await request.arrayBuffer())];
  return body?.values({ preventCancel: true }) ?? [];
}

const maxDiscardedBytes = 16 << 20;

/**
 * Reads what a refusal left of the body, so that the caller reads the refusal, not a broken line,
 * and the same connection carries the next request. False where that is too much, or never comes:
 * then the connection must end.
 */
export async function discardBody({ body, headers }: Request): Promise<boolean> {
  if (Number(headers.get('content-length') ?? 0) > maxDiscardedBytes) return false;
  let sizeBytes = 0;
  try {
    for await (const piece of body ?? []) {
      sizeBytes += piece.byteLength;
      if (sizeBytes > maxDiscardedBytes) return false;
    }
    return true;
  } catch {
    // The caller hung up: nobody is there to be told.
    return false;
  }
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.byteLength;
  }
  return joined;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's message would repeat a part of the body.
    throw badRequest(['body']);
  }
}

/** @param where names the part of the request in the refusal */
export function parsePart<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw badRequest(parsed.error.issues.map((issue) => [where, ...issue.path].join('.')));
}

function badRequest(paths: readonly string[]): ProtocolError {
  return new ProtocolError({
    code: 'badRequest',
    message: `The request is wrong at: ${paths.slice(0, 20).join(', ')}.`,
    remedy: 'Send it in the shape that spec/protocol.md gives.',
    details: { paths: paths.slice(0, 20) },
  });
}

function tooLarge(maxBytes: number): ProtocolError {
  return new ProtocolError({
    code: 'tooLarge',
    message: `The body is larger than ${maxBytes} bytes.`,
    remedy: 'Send it in smaller pieces.',
    details: { maxBytes },
  });
}
