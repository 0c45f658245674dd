/**
 * Contract + handlers → one function from request to response. Every request passes the same
 * gate in the same order: route, caller, body's size and hash, shapes, handler;
 * everything that goes wrong leaves as one refusal from the one table.
 *
 * Attacker-controlled: all of it, until `openCall` returns.
 */
import type { Clock } from '@understudy/base';
import { Hono } from 'hono';
import type { Caller } from './caller.ts';
import { notAvailable, ProtocolError, refusalToResponse } from './error.ts';
import type { NonceMemory } from './nonces.ts';
import { discardBody, parsePart, readBody } from './request-body.ts';
import type { Call, Contract, HandlerAnswerOf, Handlers, Route } from './route.ts';
import { takesSignature } from './route.ts';
import { verifyRequest, type ServiceName } from './signature.ts';
import type { PublicJwk } from './values.ts';

export interface ServiceOptions<C extends Contract> {
  readonly service: ServiceName;
  readonly contract: C;
  readonly handlers: Handlers<C>;
  readonly clock: Clock;
  readonly nonces: NonceMemory;
  /** Whose key has this thumbprint, or null. */
  keyOf(kid: string): Promise<{ readonly publicJwk: PublicJwk; readonly owner: Caller } | null>;
  /** The caller by other means than a signature (a signed-in person's cookie), or null. */
  sessionOf?(request: Request): Promise<Caller | null>;
  /** Before anything else of a request; throws to refuse (rate limits). */
  admit?(facts: {
    readonly route: string;
    readonly remote: string | null;
    readonly caller: Caller | null;
  }): void;
  /** Turns an error of another package into a refusal; undefined: it is `internal`. */
  translate?(error: unknown): ProtocolError | undefined;
  /** Told of every refusal; gets no content. */
  onRefusal?(route: string, error: unknown): void;
}

export interface Service {
  /** @param remote the address that the request came from */
  answer(request: Request, remote?: string | null): Promise<Response>;
}

export function createService<C extends Contract>(options: ServiceOptions<C>): Service {
  const app = new Hono<{ Bindings: { remote: string | null } }>();
  for (const name in options.contract) {
    const route = options.contract[name];
    if (route === undefined) continue;
    const handler = options.handlers[name];
    app.on(route.method, toHonoPath(route.path), async (context) => {
      try {
        const call = await openCall(options, name, route, context.req.raw, {
          params: context.req.param(),
          remote: context.env.remote,
        });
        return answerToResponse(route, await handler(call));
      } catch (error) {
        const refusal = options.translate?.(error) ?? error;
        options.onRefusal?.(name, refusal);
        const response = refusalToResponse(refusal);
        if (!(await discardBody(context.req.raw))) response.headers.set('connection', 'close');
        return response;
      }
    });
  }
  app.notFound(() => refusalToResponse(notAvailable('route')));
  app.onError((error) => refusalToResponse(error));
  return {
    answer: async (request, remote = null) => app.request(request, undefined, { remote }),
  };
}

/** `/v1/log/*path` → `/v1/log/:path{.+}`. */
function toHonoPath(path: string): string {
  return path.replace(/\*(\w+)$/, ':$1{.+}');
}

const nobody = { caller: { kind: 'anyone' }, bodySha256: null } as const;

async function openCall<C extends Contract, R extends Route>(
  options: ServiceOptions<C>,
  name: string,
  route: R,
  request: Request,
  facts: { readonly params: Readonly<Record<string, string>>; readonly remote: string | null },
): Promise<Call<R>> {
  const url = new URL(request.url);
  options.admit?.({ route: name, remote: facts.remote, caller: null });
  const { caller, bodySha256 } = takesSignature(route)
    ? await findCaller(options, request, url)
    : nobody;
  if (!route.callers.includes(caller.kind) && !route.callers.includes('anyone')) {
    throw caller.kind === 'anyone' ? signatureMissing() : notAvailable('route');
  }
  options.admit?.({ route: name, remote: facts.remote, caller });
  return {
    caller,
    remote: facts.remote,
    params: parsePart<R['params']>(route.params, facts.params, 'path'),
    query: parsePart<R['query']>(route.query, Object.fromEntries(url.searchParams), 'query'),
    body: await readBody(route, request, bodySha256),
    cookies: readCookies(request),
    signal: request.signal,
  };
}

async function findCaller<C extends Contract>(
  options: ServiceOptions<C>,
  request: Request,
  url: URL,
): Promise<{ readonly caller: Caller; readonly bodySha256: string | null }> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const facts = {
      method: request.method,
      target: url.pathname + url.search,
      service: options.service,
    };
    const verified = await verifyRequest(authorization, facts, {
      clock: options.clock,
      sinceMs: options.nonces.sinceMs,
      keyOf: (kid) => options.keyOf(kid),
      remember: (nonce, untilMs) => options.nonces.remember(nonce, untilMs),
    });
    return { caller: verified.owner, bodySha256: verified.bodySha256 };
  }
  const caller = await options.sessionOf?.(request);
  return { caller: caller ?? { kind: 'anyone' }, bodySha256: null };
}

/** The names and values of the `Cookie` header (RFC 6265 §4.2). */
export function readCookies(request: Request): ReadonlyMap<string, string> {
  const pairs = (request.headers.get('cookie') ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const];
  });
  return new Map(pairs);
}

function answerToResponse<R extends Route>(route: R, answer: HandlerAnswerOf<R>): Response {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (route.answer.kind === 'json') return Response.json(answer, { headers });
  if (route.answer.kind === 'redirect') {
    const { location, cookies } = answer as HandlerAnswerOf<
      Route & { answer: { kind: 'redirect' } }
    >;
    const redirect = new Headers({ ...headers, location });
    for (const cookie of cookies) redirect.append('set-cookie', cookie);
    return new Response(null, { status: 303, headers: redirect });
  }
  const { bytes, sizeBytes, maxAgeSeconds } = answer as HandlerAnswerOf<
    Route & { answer: { kind: 'bytes' } }
  >;
  return new Response(bytes instanceof Uint8Array ? inOwnMemory(bytes) : iterableToStream(bytes), {
    headers: {
      ...headers,
      'content-type': route.answer.mediaType,
      ...(sizeBytes === undefined ? {} : { 'content-length': String(sizeBytes) }),
      ...(maxAgeSeconds === undefined ? {} : { 'cache-control': `max-age=${maxAgeSeconds}` }),
    },
  });
}

/** Pulled, so that no more than one piece waits in memory. */
function iterableToStream(
  bytes: AsyncIterable<Uint8Array>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = bytes[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      pull: async (controller) => {
        const next = await pieces.next();
        if (next.done === true) controller.close();
        else controller.enqueue(inOwnMemory(next.value));
      },
      cancel: async () => {
        await pieces.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** The same bytes: of shared memory, which a response does not take, a copy. */
function inOwnMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(bytes);
}

function signatureMissing(): ProtocolError {
  return new ProtocolError({
    code: 'unauthenticated',
    message: 'This route needs a signed request.',
    remedy: 'Sign in, or sign the request with your key.',
  });
}
