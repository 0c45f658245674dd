/**
 * The order desk: a small practice web app to record work on. Sign in, look a
 * customer up, change an address, save. State lives in memory and starts anew.
 */
import { systemRandom } from '@understudy/base';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { addressKinds, customers, type AddressKind, type Customer } from './customers.ts';
import {
  addressPage,
  customerPage,
  customersPage,
  isClerk,
  missingPage,
  signInPage,
} from './pages.ts';
import { style } from './style.ts';

export interface OrderDesk {
  /** `http://127.0.0.1:PORT`, the origin that a program may allow. */
  readonly origin: string;
  readonly port: number;
  /** The customers as they stand now, to check an outcome by. */
  readonly customers: () => readonly Customer[];
  readonly stop: () => Promise<void>;
}

const maxFormBytes = 16 * 1024;

/** `port` 0 takes a free one. Listens on 127.0.0.1 only. */
export async function startOrderDesk(options: { readonly port: number }): Promise<OrderDesk> {
  const state = new Map(customers.map((customer) => [customer.id, customer]));
  const sessions = new Set<string>();
  const server = createServer((request, response) => {
    answer(request, response, state, sessions).catch(() => {
      response.writeHead(400).end();
    });
  });
  await listen(server, options.port);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    customers: () => [...state.values()],
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  state: Map<string, Customer>,
  sessions: Set<string>,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const signedIn = sessions.has(
    /(?:^|;\s*)desk=([0-9a-f]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '',
  );
  const send = (body: string, status = 200, type = 'text/html'): void => {
    response.writeHead(status, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
    });
    response.end(body);
  };
  const goTo = (path: string, headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(303, { location: path, ...headers }).end();
  };

  if (url.pathname === '/style.css') return send(style, 200, 'text/css');
  if (url.pathname === '/sign-in' && request.method === 'POST') {
    const form = await readForm(request);
    if (!isClerk(form.get('user') ?? '', form.get('password') ?? ''))
      return send(signInPage(true), 403);
    const session = Buffer.from(systemRandom.bytes(16)).toString('hex');
    sessions.add(session);
    return goTo('/customers', {
      'set-cookie': `desk=${session}; HttpOnly; SameSite=Strict; Path=/`,
    });
  }
  if (!signedIn) return send(signInPage(false));
  if (url.pathname === '/') return goTo('/customers');
  if (url.pathname === '/customers') {
    const query = url.searchParams.get('query') ?? '';
    return send(customersPage(query, findCustomers(state, query)));
  }
  const [, , id = '', kindText, extra] = url.pathname.split('/');
  const customer = url.pathname.startsWith('/customers/') ? state.get(id) : undefined;
  if (customer === undefined || extra !== undefined) return send(missingPage(), 404);
  if (kindText === undefined)
    return send(customerPage(customer, parseAddressKind(url.searchParams.get('saved'))));
  const kind = parseAddressKind(kindText);
  if (kind === null) return send(missingPage(), 404);
  if (request.method !== 'POST') return send(addressPage(customer, kind));
  const form = await readForm(request);
  const changed = {
    street: form.get('street') ?? '',
    postcode: form.get('postcode') ?? '',
    city: form.get('city') ?? '',
  };
  state.set(id, { ...customer, addresses: { ...customer.addresses, [kind]: changed } });
  return goTo(`/customers/${id}?saved=${kind}`);
}

function findCustomers(state: ReadonlyMap<string, Customer>, query: string): readonly Customer[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return [];
  return [...state.values()].filter(({ id, name, email }) =>
    [id, name, email].some((text) => text.toLowerCase().includes(wanted)),
  );
}

function parseAddressKind(text: string | null): AddressKind | null {
  return addressKinds.find((kind) => kind === text) ?? null;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of request) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('A form arrives as bytes.');
    sizeBytes += piece.length;
    if (sizeBytes > maxFormBytes) throw new RangeError('The form is too long.');
    pieces.push(piece);
  }
  return new URLSearchParams(Buffer.concat(pieces).toString('utf8'));
}
