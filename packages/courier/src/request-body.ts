/** What a call gives as its body → what is sent: JSON, bytes, or a stream of them. */
import type { Route } from '@understudy/protocol';

export function mediaTypeOf(route: Route): string {
  return route.body.kind === 'bytes' ? 'application/octet-stream' : 'application/json';
}

export type Body = Uint8Array | AsyncIterable<Uint8Array> | null;

export function bodyToInit(body: Body): RequestInit {
  if (body === null) return {};
  if (body instanceof Uint8Array) return { body: new Uint8Array(body) };
  const pieces = body[Symbol.asyncIterator]();
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const next = await pieces.next();
      if (next.done === true) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
    cancel: async () => {
      await pieces.return?.();
    },
  });
  // The only value that the Fetch standard knows; without it a stream is refused.
  const duplex: RequestInit & { readonly duplex: 'half' } = { body: stream, duplex: 'half' };
  return duplex;
}

export function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

export function encodeBody(route: Route, body: unknown): Body {
  switch (route.body.kind) {
    case 'none':
      return null;
    case 'json':
      return new TextEncoder().encode(JSON.stringify(body));
    case 'bytes':
      if (body instanceof Uint8Array || isByteStream(body)) return body;
      throw new TypeError('This route takes bytes.');
  }
}
