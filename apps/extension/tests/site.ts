/** A web site of one's own: pages by path, on any free port of this computer. */
import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';

export interface TestSite {
  readonly origin: string;
  close(): Promise<void>;
}

/** A page as it stands, or as it comes once somebody asks for it. */
type TestPage = string | (() => Promise<string>);

/** @param host `127.0.0.1` and `localhost` are two origins of one computer */
export async function startSite(
  pages: Readonly<Record<string, TestPage>>,
  host = '127.0.0.1',
): Promise<TestSite> {
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const page = pages[path];
    const body = typeof page === 'function' ? await page() : page;
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html' });
    response.end(body ?? '');
  };
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://site').pathname, response);
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
