/**
 * A route as data: what both ends of a contract agree on, and nothing of how
 * either does it. `vault-routes.ts` and `keeper-routes.ts` are made of these;
 * servers are built from them by `createService`, clients by courier, and the
 * fuzz test draws its requests from their schemas.
 */
import type { z } from 'zod';
import type { Caller, CallerKind } from './caller.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Segments beginning with `:` are params; a last segment `*path` takes the rest. */
  readonly path: `/v1/${string}`;
  /** Who may call. `anyone` needs no signature; default is nobody. */
  readonly callers: readonly [CallerKind, ...CallerKind[]];
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: RouteBody;
  readonly answer: RouteAnswer;
  /** Of a POST: twice is the same as once, so one that may have arrived at one server may go to another. */
  readonly repeatable?: true;
}

/** JSON bodies are at most 4 MiB. `bytes` are streamed, and hashed on the way. */
export type RouteBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly schema: z.ZodType }
  | { readonly kind: 'bytes'; readonly maxBytes: number };

export type RouteAnswer =
  | { readonly kind: 'json'; readonly schema: z.ZodType }
  | { readonly kind: 'bytes'; readonly mediaType: string }
  /** For browsers at sign-in only: 303 to another place. */
  | { readonly kind: 'redirect' };

export type Contract = Readonly<Record<string, Route>>;

/** Whether the signature of a request says anything here: not where anyone may call and nobody is told apart. */
export function takesSignature(route: Pick<Route, 'callers'>): boolean {
  return route.callers.some((caller) => caller !== 'anyone');
}

/** Whether a request that may have arrived at one server may go to another. */
export function twiceIsOnce({ method, repeatable }: Pick<Route, 'method' | 'repeatable'>): boolean {
  return method === 'GET' || method === 'PUT' || repeatable === true;
}

export type ParamsOf<R extends Route> = z.output<R['params']>;
export type QueryOf<R extends Route> = z.output<R['query']>;

/** What a client gives; a stream only where the request is not signed. */
export type RequestBodyOf<R extends Route> = R['body'] extends { kind: 'json'; schema: infer S }
  ? S extends z.ZodType
    ? z.input<S>
    : never
  : R['body'] extends { kind: 'bytes' }
    ? Uint8Array | AsyncIterable<Uint8Array>
    : undefined;

/** What a handler gets. */
export type HandlerBodyOf<R extends Route> = R['body'] extends { kind: 'json'; schema: infer S }
  ? S extends z.ZodType
    ? z.output<S>
    : never
  : R['body'] extends { kind: 'bytes' }
    ? AsyncIterable<Uint8Array>
    : undefined;

/** What a handler gives back. */
export type HandlerAnswerOf<R extends Route> = R['answer'] extends { kind: 'json'; schema: infer S }
  ? S extends z.ZodType
    ? z.input<S>
    : never
  : R['answer'] extends { kind: 'redirect' }
    ? RedirectAnswer
    : ByteAnswer;

/** What a client gets. */
export type AnswerOf<R extends Route> = R['answer'] extends { kind: 'json'; schema: infer S }
  ? S extends z.ZodType
    ? z.output<S>
    : never
  : R['answer'] extends { kind: 'redirect' }
    ? never
    : AsyncIterable<Uint8Array>;

interface RedirectAnswer {
  readonly location: string;
  /** Values of `Set-Cookie`. */
  readonly cookies: readonly string[];
}

/** Bytes as they come; `sizeBytes` where it is known beforehand. */
export interface ByteAnswer {
  readonly bytes: AsyncIterable<Uint8Array> | Uint8Array;
  readonly sizeBytes?: number;
  /** For things that never change (full log tiles): how long anybody may keep them. */
  readonly maxAgeSeconds?: number;
}

export interface Call<R extends Route> {
  readonly caller: Caller;
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: HandlerBodyOf<R>;
  /** Attacker-controlled; only sign-in reads them. */
  readonly cookies: ReadonlyMap<string, string>;
  /** The address that the request came from, where the server knows it. */
  readonly remote: string | null;
  /** Aborts when the caller hangs up. */
  readonly signal: AbortSignal;
}

export type Handler<R extends Route> = (call: Call<R>) => Promise<HandlerAnswerOf<R>>;
export type Handlers<C extends Contract> = { readonly [Name in keyof C]: Handler<C[Name]> };
