/** `POST /add-checkpoint` of C2SP tlog-witness on a port. */
import { UnderstudyError } from '@understudy/base';
import type { Witness } from '@understudy/tlog';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

class WitnessServerError extends UnderstudyError<'portTaken'> {}

export interface WitnessServer {
  readonly url: string;
  close(): Promise<void>;
}

/** A request is a checkpoint and at most 63 hashes. */
const bodyMaxBytes = 64 * 1024;

export function serveWitness(
  witness: Witness,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<WitnessServer> {
  const { promise, resolve, reject } = Promise.withResolvers<WitnessServer>();
  const server = createServer((request, response) => {
    answer(witness, request, response).catch(() => {
      // The state could not be kept: no cosignature may leave.
      reply(response, 500, 'text/plain; charset=utf-8', 'The witness could not keep its state.\n');
    });
  });
  server.requestTimeout = 10_000;
  server.once('error', (cause) => {
    reject(
      new WitnessServerError({
        code: 'portTaken',
        message: `The witness cannot listen on ${host}:${port}.`,
        remedy: 'End what listens there, or give another port with --port (0 takes any).',
        cause,
      }),
    );
  });
  server.listen(port, host, () => {
    const address = server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    resolve({
      url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
      close: () =>
        new Promise((done) => {
          server.close(() => {
            done();
          });
          server.closeAllConnections();
        }),
    });
  });
  return promise;
}

async function answer(
  witness: Witness,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = 'text/plain; charset=utf-8';
  if (request.method === 'GET' && request.url === '/verifier') {
    reply(response, 200, text, `${witness.verifier.text}\n`);
    return;
  }
  if (request.method !== 'POST' || request.url !== '/add-checkpoint') {
    reply(response, 404, text, 'Not found.\n');
    return;
  }
  const body = await readBody(request);
  if (body === null) {
    reply(response, 400, text, 'The request is too large.\n');
    return;
  }
  const judged = await witness.addCheckpoint(body);
  reply(response, judged.status, judged.contentType, judged.body);
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of request) {
    if (!(piece instanceof Uint8Array)) return null;
    sizeBytes += piece.length;
    if (sizeBytes > bodyMaxBytes) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
