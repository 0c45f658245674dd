/**
 * A contract → a client with one method a route: signs, sends, retries what is
 * safe to send twice, and hands back what the contract's schema lets through.
 *
 * Invariant: an answer that does not fit the schema never reaches the caller,
 * and no error holds a query, a body or a key.
 */
import { systemClock, systemRandom, type Clock, type Random } from '@understudy/base';
import {
  refusalSchema,
  routeToTarget,
  sha256Hex,
  signRequest,
  takesSignature,
  twiceIsOnce,
  type AnswerOf,
  type Contract,
  type RequestBodyOf,
  type RequestKey,
  type Route,
  type Scalars,
  type ServiceName,
} from '@understudy/protocol';
import type { z } from 'zod';
import { defaultBackoff, timerSleep, waitMs, type Backoff, type Sleep } from './backoff.ts';
import {
  badAnswer,
  cancelled,
  CourierError,
  neverArrived,
  truncated,
  unreachable,
} from './error.ts';
import { readJson } from './json-answer.ts';
import { isAway, parseOrigins, type Origins } from './origins.ts';
import { bodyToInit, encodeBody, isByteStream, mediaTypeOf, type Body } from './request-body.ts';

export interface ClientOptions {
  /**
   * Scheme, host and port; '' from a page of the server itself. Several of one service, separated
   * by commas: where one does not answer, the next is asked at once.
   */
  readonly baseUrl: string;
  /** Signs every request; without one only routes for anyone answer. */
  readonly key?: RequestKey;
  /** Sent with every request (a browser's session: its CSRF header). */
  readonly headers?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly backoff?: Backoff;
  readonly sleep?: Sleep;
}

type Part<Name extends string, Value> =
  Record<string, never> extends Value
    ? { readonly [Key in Name]?: Value }
    : { readonly [Key in Name]: Value };

export type InputOf<R extends Route> = Part<'params', z.input<R['params']>> &
  Part<'query', z.input<R['query']>> &
  (R['body'] extends { kind: 'none' } ? unknown : { readonly body: RequestBodyOf<R> }) & {
    readonly signal?: AbortSignal;
  };

export type Client<C extends Contract> = {
  readonly [Name in keyof C]: (
    ...input: Record<string, never> extends Omit<InputOf<C[Name]>, 'signal'>
      ? [InputOf<C[Name]>?]
      : [InputOf<C[Name]>]
  ) => Promise<AnswerOf<C[Name]>>;
};

/** What every input has in common once its route is known; `body` is bytes or a JSON value. */
interface AnyInput {
  readonly params?: Scalars | undefined;
  readonly query?: Scalars | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

const jsonTimeoutMs = 30_000;
/** Where another may be asked instead. */
const shortTimeoutMs = 10_000;

export function createClient<C extends Contract>(
  service: ServiceName,
  contract: C,
  options: ClientOptions,
): Client<C> {
  const methods: Record<string, (input?: AnyInput) => Promise<unknown>> = {};
  const origins = parseOrigins(options.baseUrl);
  for (const [name, route] of Object.entries(contract)) {
    methods[name] = (input = {}) => callRoute(service, route, input, options, origins);
  }
  // Built from the same contract that Client<C> is computed from.
  return methods as Client<C>;
}

/** One call of one route, as the methods of `createClient` make it. */
export async function callRoute(
  service: ServiceName,
  route: Route,
  input: AnyInput,
  options: ClientOptions,
  origins: Origins = parseOrigins(options.baseUrl),
): Promise<unknown> {
  const backoff = options.backoff ?? defaultBackoff;
  const random = options.random ?? systemRandom;
  let skewMs = 0;
  let left = 0;
  for (let attempt = 1; ; attempt += 1) {
    const origin = origins.current();
    const timeoutMs = origins.count > 1 ? shortTimeoutMs : jsonTimeoutMs;
    try {
      return await callOnce(service, route, input, options, { origin, timeoutMs, skewMs });
    } catch (error) {
      if (!(error instanceof CourierError)) throw error;
      if (isAway(error) || hasTimedOut(input)) {
        origins.leave(origin);
        left += 1;
        // What was read from a stream cannot be sent again.
        const may = mayAskAnother(route, error) && !isByteStream(input.body);
        if (left < origins.count && may) continue;
        left = 0;
      }
      const serverTimeMs = error.details['serverTimeMs'];
      if (error.code === 'clockSkew' && skewMs === 0 && typeof serverTimeMs === 'number') {
        // Only the request's own stamp follows the server; statements keep the device's clock.
        skewMs = serverTimeMs - (options.clock ?? systemClock).nowMs();
        continue;
      }
      if (attempt >= backoff.attempts || !mayAskAgain(route, error)) throw error;
      const sleep = options.sleep ?? timerSleep;
      await sleep(waitMs(backoff, attempt, random), input.signal).catch((cause: unknown) => {
        throw input.signal?.aborted === true ? cancelled(service, cause) : cause;
      });
    }
  }
}

/** Whether the same server may do in a moment what it did not do now. */
function mayAskAgain({ method }: Route, { code }: CourierError): boolean {
  return (
    code === 'rateLimited' || (code === 'unreachable' && (method === 'GET' || method === 'PUT'))
  );
}

/** A request that may have arrived goes to another server only where twice is the same as once. */
function mayAskAnother(route: Route, error: CourierError): boolean {
  if (!isAway(error)) return false;
  // A replica that knows of no primary has not done it; one whose line to it broke cannot tell.
  const maybeDone = error.details['maybeDone'] === true;
  return twiceIsOnce(route) || (error.code !== 'unreachable' ? !maybeDone : neverArrived(error));
}

/** The caller would not wait any longer for this one. */
function hasTimedOut({ signal }: AnyInput): boolean {
  const reason: unknown = signal?.reason;
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

async function callOnce(
  service: ServiceName,
  route: Route,
  input: AnyInput,
  options: ClientOptions,
  way: { readonly origin: string; readonly timeoutMs: number; readonly skewMs: number },
): Promise<unknown> {
  const { origin, timeoutMs, skewMs } = way;
  const body = encodeBody(route, input.body);
  const target = routeToTarget(route, input.params ?? {}, input.query ?? {});
  const authorization = await authorize(service, route, target, body, options, skewMs);
  const timeout = route.answer.kind === 'json' ? [AbortSignal.timeout(timeoutMs)] : [];
  const own = input.signal === undefined ? [] : [input.signal];
  let response: Response;
  try {
    response = await fetch(origin + target, {
      method: route.method,
      headers: {
        ...options.headers,
        ...(authorization === null ? {} : { authorization }),
        ...(body === null ? {} : { 'content-type': mediaTypeOf(route) }),
      },
      ...bodyToInit(body),
      signal: AbortSignal.any([...timeout, ...own]),
      redirect: 'error',
    });
  } catch (cause) {
    throw input.signal?.aborted === true
      ? cancelled(service, cause)
      : unreachable(service, origin, cause);
  }
  if (!response.ok) throw await readRefusal(service, origin, response);
  return readAnswer(service, origin, route, response);
}

async function authorize(
  service: ServiceName,
  route: Route,
  target: string,
  body: Body,
  options: ClientOptions,
  skewMs: number,
): Promise<string | null> {
  if (options.key === undefined || !takesSignature(route)) return null;
  if (body !== null && !(body instanceof Uint8Array)) {
    throw new TypeError('A stream cannot be signed before it is read; give its bytes.');
  }
  const clock = options.clock ?? systemClock;
  return signRequest(
    {
      method: route.method,
      target,
      bodySha256: sha256Hex(body ?? new Uint8Array()),
      service,
    },
    options.key,
    {
      clock: { ...clock, nowMs: () => clock.nowMs() + skewMs },
      random: options.random ?? systemRandom,
    },
  );
}

async function readAnswer(
  service: ServiceName,
  origin: string,
  route: Route,
  response: Response,
): Promise<unknown> {
  if (route.answer.kind === 'bytes') return readStream(service, response);
  // Redirects are for browsers; `redirect: 'error'` has refused them before.
  if (route.answer.kind === 'redirect') throw badAnswer(service, origin);
  let value: unknown;
  try {
    value = await readJson(response);
  } catch (cause) {
    throw badAnswer(service, origin, cause);
  }
  const parsed = route.answer.schema.safeParse(value);
  if (!parsed.success) throw badAnswer(service, origin, parsed.error);
  return parsed.data;
}

async function* readStream(service: ServiceName, response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw truncated(service, cause);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function readRefusal(
  service: ServiceName,
  origin: string,
  response: Response,
): Promise<CourierError> {
  const parsed = refusalSchema.safeParse(await readJson(response).catch(() => null));
  if (!parsed.success) return badAnswer(service, origin);
  return new CourierError({ ...parsed.data.error, service });
}
