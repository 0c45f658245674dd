/** The keeper as a process: its own socket, its own clock-driven work. */
import { serve } from '@hono/node-server';
import type { Keeper } from './keeper.ts';
import { KeeperError } from './error.ts';
import { readPage } from './page.ts';

export interface Listening {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const maintainEveryMs = 15 * 60_000;

/** Port 0: any free one. @throws KeeperError inUse */
export async function listen(
  keeper: Omit<Keeper, 'core' | 'term'>,
  options: {
    readonly host: string;
    readonly port: number;
    readonly onError: (error: unknown) => void;
  },
): Promise<Listening> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = serve(
    {
      hostname: options.host,
      port: options.port,
      fetch: async (request, env) =>
        (await readPage(request)) ??
        keeper.service.answer(request, env.incoming.socket.remoteAddress ?? null),
    },
    ({ port }) => resolve(port),
  );
  server.once('error', (cause) => {
    reject(
      new KeeperError({
        code: 'inUse',
        message: `The keeper cannot listen on ${options.host}:${options.port}.`,
        remedy: 'Stop what listens there, or give another --port.',
        cause,
      }),
    );
  });
  const port = await promise;
  const timer = setInterval(() => {
    keeper.maintain().catch(options.onError);
  }, maintainEveryMs);
  timer.unref();
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    stop: async () => {
      clearInterval(timer);
      await keeper.close();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed.promise;
    },
  };
}
