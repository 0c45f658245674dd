/** The companion's local contract, called through one of the extension's own pages as that page would. */
import { createCompanionClient, type CompanionClient } from '@understudy/courier';

/** Runs a function in one of the extension's own pages. */
type RunInPage = (work: typeof callHost, call: PageCall) => ReturnType<typeof callHost>;

/** What a test asks of it. */
export type TestCompanion = Pick<CompanionClient, 'call' | 'bytes'>;

/** All but the live stream: an answer comes back whole. */
export function companionOf(run: RunInPage): TestCompanion {
  return createCompanionClient({
    baseUrl: 'http://extension',
    send: async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = request.body === null ? null : await request.text();
      const { status, base64 } = await run(callHost, {
        method: request.method,
        path: pathname + search,
        headers: [...request.headers],
        body,
      });
      return new Response(Buffer.from(base64, 'base64'), { status });
    },
  });
}

interface PageCall {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
}

/** Runs in the page: the same channel as src/me/call-host.ts. */
async function callHost({ method, path, headers, body }: PageCall) {
  await chrome.runtime.sendMessage({ to: 'background', kind: 'wake' });
  return new Promise<{ status: number; base64: string }>((resolve) => {
    const channel = new BroadcastChannel('understudy-companion');
    const call = crypto.randomUUID();
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let status = 0;
    channel.addEventListener('message', ({ data }) => {
      if (data.call !== call) return;
      if (data.kind === 'head') status = data.status;
      if (data.kind === 'bytes') pieces.push(data.bytes);
      if (data.kind === 'end') {
        channel.close();
        const bytes = pieces.flatMap((piece) => [...piece]);
        const text = bytes.map((byte) => String.fromCodePoint(byte)).join('');
        resolve({ status, base64: btoa(text) });
      }
    });
    const bytes = body === null ? null : new TextEncoder().encode(body);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- its listeners have our own origin
    channel.postMessage({ kind: 'call', call, method, path, headers, body: bytes });
  });
}
