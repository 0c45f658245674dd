/** A web site of one's own: pages by path, on any free port of this computer. */
import { createServer } from 'node:http';
import { once } from 'node:events';

export interface TestSite {
  readonly origin: string;
  close(): Promise<void>;
}

/** @param host `127.0.0.1` and `localhost` are two origins of one computer */
export async function startSite(
  pages: Readonly<Record<string, string>>,
  host = '127.0.0.1',
): Promise<TestSite> {
  const server = createServer((request, response) => {
    const body = pages[new URL(request.url ?? '/', 'http://site').pathname];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html' });
    response.end(body ?? '');
  });
  server.listen(0, host === 'localhost' ? undefined : host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The site has no port.');
  return {
    origin: `http://${host}:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
