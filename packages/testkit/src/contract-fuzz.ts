/**
 * A contract → arbitrary requests to its routes, drawn from their own schemas:
 * well-formed ones with made-up values, and the same ones broken. What a server
 * makes of them must always be one of its refusals or an answer (issue 4.11).
 */
import { systemClock, systemRandom } from '@understudy/base';
import {
  routeToTarget,
  sha256Hex,
  signRequest,
  type RequestKey,
  type Route,
  type Scalars,
  type ServiceName,
} from '@understudy/protocol';
import fc from 'fast-check';
import { z } from 'zod';

export interface FuzzRequest {
  readonly route: string;
  readonly method: string;
  readonly target: string;
  readonly contentType: string | null;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/** Requests to one route; about half of them broken on purpose. */
export function requestsTo(name: string, route: Route): fc.Arbitrary<FuzzRequest> {
  const shaped = fc
    .record({
      params: objectArbitrary(route.params),
      query: objectArbitrary(route.query),
      body: bodyArbitrary(route),
    })
    .map(({ params, query, body }): FuzzRequest => ({
      route: name,
      method: route.method,
      target: routeToTarget(route, params, query),
      contentType: contentTypeOf(route),
      body,
    }));
  return fc.oneof(
    { arbitrary: shaped, weight: 10 },
    { arbitrary: shaped.chain(broken), weight: 10 },
    // Rare, for its size: more than any JSON body may have.
    { arbitrary: shaped.map((request) => ({ ...request, body: tooLong })), weight: 1 },
  );
}

/** Whether such a request meets that very route, and no other or none. */
export function meetsRoute(route: Route, method: string, pathname: string): boolean {
  const path = route.path.replace(/:\w+/g, '[^/]+').replace(/\*\w+/g, '.+');
  return method === route.method && new RegExp(`^${path}$`).test(pathname);
}

/** Every id in an answer or a request; the first group is its prefix, which names its kind. */
export const anyIdPattern = /\b([a-z]{3}_)[0-9a-hjkmnp-tv-z]{26}/g;

/** The same request about things that are there: ids replaced by these, by their prefix. */
export function withIds(fuzz: FuzzRequest, ids: ReadonlyMap<string, string>): FuzzRequest {
  const swap = (text: string): string =>
    text.replace(anyIdPattern, (id, prefix: string) => ids.get(prefix) ?? id);
  const { target, body } = fuzz;
  return {
    ...fuzz,
    target: swap(target),
    // Latin-1 keeps bytes that are no UTF-8 as they are.
    body:
      body && Uint8Array.from(Buffer.from(swap(Buffer.from(body).toString('latin1')), 'latin1')),
  };
}

/** Signed by that key, as a client would; unsigned without one. */
export async function fuzzToRequest(
  baseUrl: string,
  service: ServiceName,
  fuzz: FuzzRequest,
  key: RequestKey | null,
): Promise<Request> {
  const { method, target, contentType } = fuzz;
  const url = new URL(baseUrl + target);
  const body = method === 'GET' ? null : fuzz.body;
  const headers = new Headers(contentType === null ? {} : { 'content-type': contentType });
  if (key !== null) {
    const bodySha256 = sha256Hex(body ?? new Uint8Array());
    const facts = { method, target: url.pathname + url.search, bodySha256, service };
    const seams = { clock: systemClock, random: systemRandom };
    headers.set('authorization', await signRequest(facts, key, seams));
  }
  const redirect = 'manual';
  return new Request(url, { method, headers, redirect, ...(body === null ? {} : { body }) });
}

const tooLong = encode('x'.repeat(5 << 20));

function contentTypeOf(route: Route): string | null {
  switch (route.body.kind) {
    case 'none':
      return null;
    case 'json':
      return 'application/json';
    case 'bytes':
      return 'application/octet-stream';
  }
}

function bodyArbitrary(route: Route): fc.Arbitrary<Uint8Array<ArrayBuffer> | null> {
  switch (route.body.kind) {
    case 'none':
      return fc.constant(null);
    case 'json':
      return schemaToArbitrary(z.toJSONSchema(route.body.schema, options)).map(encode);
    case 'bytes':
      return fc.uint8Array({ maxLength: 4096 }).map((bytes) => new Uint8Array(bytes));
  }
}

function encode(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** One thing wrong: cut off, overlong, of another type, another value, other bytes. */
function broken(request: FuzzRequest): fc.Arbitrary<FuzzRequest> {
  const body = request.body ?? new Uint8Array();
  return fc.oneof(
    fc.nat({ max: body.length }).map((end) => ({ ...request, body: body.slice(0, end) })),
    fc.jsonValue().map((value) => ({ ...request, body: encode(value) })),
    fc.uint8Array({ maxLength: 64 }).map((bytes) => ({ ...request, body: new Uint8Array(bytes) })),
    fc.constantFrom('text/plain', 'multipart/form-data', '').map((contentType) => ({
      ...request,
      contentType,
    })),
    fc
      .constantFrom('?offset=-1', '?offset=1e999', '?a=%ff', '/../..', '%00', '%2e%2e%2f')
      .map((tail) => ({ ...request, target: request.target + tail })),
    fc.constantFrom('GET', 'PUT', 'POST', 'PATCH', 'DELETE').map((method) => ({
      ...request,
      method,
    })),
  );
}

function objectArbitrary(schema: z.ZodType): fc.Arbitrary<Scalars> {
  return schemaToArbitrary(z.toJSONSchema(schema, options)).map((value) =>
    scalarsSchema.parse(value),
  );
}

const scalarsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const options = { io: 'input', unrepresentable: 'any' } as const;

type Json = z.core.JSONSchema.JSONSchema;

/** The parts of JSON Schema 2020-12 that zod writes for our contracts. */
function schemaToArbitrary(schema: Json | boolean): fc.Arbitrary<unknown> {
  if (typeof schema === 'boolean' || schema.$ref !== undefined) return fc.jsonValue();
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return fc.oneof(...union.map(schemaToArbitrary));
  switch (schema.type) {
    case 'string':
      return stringArbitrary(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -1_000_000, -1_000_000),
        max: Math.min(schema.maximum ?? 1_000_000, 1_000_000),
      });
    case 'number':
      return fc.double({ min: schema.minimum ?? 0, max: 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(itemsArbitrary(schema), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 3),
      });
    case 'object':
      return recordArbitrary(schema);
    case undefined:
    default:
      return fc.jsonValue();
  }
}

function itemsArbitrary({ items }: Json): fc.Arbitrary<unknown> {
  return items === undefined || Array.isArray(items) ? fc.jsonValue() : schemaToArbitrary(items);
}

function recordArbitrary(schema: Json): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {});
  return fc.record(
    Object.fromEntries(properties.map(([name, value]) => [name, schemaToArbitrary(value)])),
    { requiredKeys: schema.required ?? [] },
  );
}

function stringArbitrary(schema: Json): fc.Arbitrary<string> {
  if (schema.format === 'date-time') {
    const years = { min: new Date('1970-01-01'), max: new Date('9999-01-01') };
    return fc.date({ ...years, noInvalidDate: true }).map((date) => date.toISOString());
  }
  if (schema.contentEncoding === 'base64' || schema.format === 'base64') return fc.base64String();
  if (schema.pattern !== undefined && !schema.pattern.includes('(?')) {
    return fc.stringMatching(new RegExp(schema.pattern)).map((text) => text.slice(0, 4000));
  }
  return fc.string({ minLength: schema.minLength ?? 0, maxLength: (schema.minLength ?? 0) + 40 });
}
