/**
 * Calls of the companion on this computer: by the command line with the token
 * of its port file, by its pages with the cookie. Runs in Node and browsers.
 */
import {
  companionEventSchema,
  companionRoutes,
  ProtocolError,
  refusalSchema,
  routeToTarget,
  type AnswerOf,
  type CompanionContract,
  type CompanionEvent,
  type ParamsOf,
  type QueryOf,
  type RequestBodyOf,
} from '@understudy/protocol';

export interface CompanionClientOptions {
  /** `http://127.0.0.1:PORT`; '' from a page of the companion itself. */
  readonly baseUrl: string;
  /** Of the port file; pages leave it out and have the cookie. */
  readonly token?: string;
  /** Default: over the network. In one process, what answers the contract there. */
  readonly send?: (request: Request) => Promise<Response>;
}

/** To the companion's own server on this machine. */
export function sendOverNetwork(request: Request): Promise<Response> {
  return fetch(request);
}

/** What one call gives: params, query and body as its route has them. */
export type CompanionCall<Name extends keyof CompanionContract> = {
  readonly params?: ParamsOf<CompanionContract[Name]>;
  readonly query?: QueryOf<CompanionContract[Name]>;
  readonly body?: RequestBodyOf<CompanionContract[Name]>;
  readonly signal?: AbortSignal;
};

export interface CompanionClient {
  /**
   * The answer of a JSON route.
   * @throws ProtocolError as the companion refused; TypeError where nothing listens there
   */
  call<Name extends JsonRoute>(
    name: Name,
    given?: CompanionCall<Name>,
  ): Promise<AnswerOf<CompanionContract[Name]>>;
  /** The answer of a route of bytes (`fetchTakeout`), as it comes. */
  bytes<Name extends ByteRoute>(
    name: Name,
    given?: CompanionCall<Name>,
  ): Promise<ReadableStream<Uint8Array>>;
  /** The live stream, from the state as it is now until `signal` aborts or the companion ends. */
  events(signal: AbortSignal): AsyncIterable<CompanionEvent>;
}

type RouteName = keyof CompanionContract;
type ByteRoute = {
  [Name in RouteName]: CompanionContract[Name]['answer'] extends { kind: 'bytes' } ? Name : never;
}[RouteName];
type JsonRoute = Exclude<RouteName, ByteRoute>;

export function createCompanionClient(options: CompanionClientOptions): CompanionClient {
  const send = async (name: RouteName, given: CompanionCall<RouteName>): Promise<Response> => {
    const route = companionRoutes[name];
    const target = routeToTarget(route, given.params ?? {}, given.query ?? {});
    const request = new Request(`${options.baseUrl}${target}`, {
      method: route.method,
      credentials: 'omit',
      headers: {
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
        ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
      ...(given.signal === undefined ? {} : { signal: given.signal }),
    });
    const response = await (options.send ?? sendOverNetwork)(request);
    if (!response.ok) throw await readRefusal(response);
    return response;
  };

  return {
    call: async (name, given = {}) => {
      const response = await send(name, given);
      const { schema }: { schema: { parse(value: unknown): unknown } } =
        companionRoutes[name].answer;
      // Parsed by the schema of this very route, which the compiler cannot follow by index.
      return schema.parse(await response.json()) as AnswerOf<CompanionContract[typeof name]>;
    },
    bytes: async (name, given = {}) => streamOf(await send(name, given)),
    events: async function* (signal) {
      const response = await send('events', { signal });
      yield* readEvents(streamOf(response));
    },
  };
}

function streamOf(response: Response): ReadableStream<Uint8Array> {
  return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
}

async function readRefusal(response: Response): Promise<ProtocolError> {
  const parsed = refusalSchema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return new ProtocolError(parsed.data.error);
  return new ProtocolError({
    code: 'internal',
    message: `The companion answered ${response.status}.`,
    remedy: 'Start it again with: understudy record',
  });
}

/** Server-sent events (WHATWG HTML §9.2), of which the companion uses `data` only. */
async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncIterable<CompanionEvent> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let held = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      held += decoder.decode(value, { stream: true });
      const blocks = held.split('\n\n');
      held = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = block
          .split('\n')
          .filter((line) => line.startsWith('data:'))
          .map((line) => line.slice(5).trimStart())
          .join('\n');
        if (data !== '') yield companionEventSchema.parse(JSON.parse(data));
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
