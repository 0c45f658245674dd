/** Web servers of a test's own, on any free port of this computer. */
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';

export interface LocalServer {
  /** Without a slash at its end. */
  readonly origin: string;
  readonly port: number;
  /** Ends when the port is free again; open connections are cut. */
  readonly close: () => Promise<void>;
}

const host = '127.0.0.1';

export async function startLocalServer(answer: RequestListener): Promise<LocalServer> {
  const server = createServer(answer).listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    origin: `http://${host}:${address.port}`,
    port: address.port,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A page as it stands, or as it comes once somebody asks for it. */
export type LocalPage = string | (() => Promise<string>);

/** A site whose pages stand at their paths; a query changes nothing. */
export function servePages(pages: Readonly<Record<string, LocalPage>>): Promise<LocalServer> {
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const page = pages[path];
    const html = typeof page === 'function' ? await page() : page;
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html' });
    response.end(html ?? '');
  };
  return startLocalServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://site').pathname, response);
  });
}
