/** A service on a port, with errors that say what to do when it cannot listen. */
import { serve, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import type { Service } from '@understudy/protocol';
import { VaultError } from './error.ts';

export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** @throws VaultError portTaken, addressUnusable */
export function listen(
  service: Service,
  options: { readonly port: number; readonly host: string },
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: (request, env: HttpBindings | Http2Bindings) =>
          service.answer(request, env.incoming.socket.remoteAddress ?? null),
        port: options.port,
        hostname: options.host,
      },
      (info) => {
        const host = options.host.includes(':') ? `[${options.host}]` : options.host;
        resolve({
          url: `http://${host}:${info.port}`,
          port: info.port,
          close: () =>
            new Promise((done) => {
              server.close(() => {
                done();
              });
              if ('closeAllConnections' in server) server.closeAllConnections();
            }),
        });
      },
    );
    server.on('error', (cause: NodeJS.ErrnoException) => {
      reject(toVaultError(cause, options));
    });
  });
}

function toVaultError(
  cause: NodeJS.ErrnoException,
  { port, host }: { readonly port: number; readonly host: string },
): VaultError {
  return cause.code === 'EADDRINUSE'
    ? new VaultError({
        code: 'portTaken',
        message: `Another program listens on ${host}:${port}.`,
        remedy: 'End it, or give another port with --port (0 takes any that is free).',
        cause,
      })
    : new VaultError({
        code: 'addressUnusable',
        message: `The vault cannot listen on ${host}:${port}.`,
        remedy: 'Give an address of this machine with --host and a port above 1023 with --port.',
        cause,
      });
}
