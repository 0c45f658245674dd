/**
 * The host answers the extension's own pages: the companion's local contract
 * over a broadcast channel, which only documents of the extension's own origin
 * can open. A content script has the origin of its page, and cannot.
 */
import type { Service } from '@understudy/protocol';
import { channelName, toServiceSchema, type FromService } from '../page-call.ts';

export function servePages(ready: Promise<Service>): void {
  const channel = new BroadcastChannel(channelName);
  const open = new Map<string, AbortController>();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- its listeners have our own origin
  const send = (message: FromService): void => channel.postMessage(message);

  const answer = async (call: string, request: Request): Promise<void> => {
    try {
      const service = await ready;
      const response = await service.answer(request);
      const headers = [...response.headers];
      send({ kind: 'head', call, status: response.status, headers });
      for await (const bytes of response.body ?? []) send({ kind: 'bytes', call, bytes });
      send({ kind: 'end', call });
    } catch {
      send({ kind: 'broken', call });
    } finally {
      open.delete(call);
    }
  };
  channel.addEventListener('message', ({ data }) => {
    const parsed = toServiceSchema.safeParse(data);
    if (!parsed.success) return;
    const message = parsed.data;
    switch (message.kind) {
      case 'cancel':
        open.get(message.call)?.abort();
        return;
      case 'call': {
        const abort = new AbortController();
        open.set(message.call, abort);
        const { path, method, headers, body } = message;
        const request = new Request(new URL(path, location.origin), {
          method,
          headers,
          ...(body === null ? {} : { body }),
          signal: abort.signal,
        });
        void answer(message.call, request);
      }
    }
  });
}
