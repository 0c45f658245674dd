/** `fetch` for the extension's own pages: the request goes to the host, not over any network. */
import { channelName, fromServiceSchema, type ToService } from '../page-call.ts';
import { sendToBackground } from '../own-channel.ts';

/** Resolves once the host listens. */
export async function wakeHostFromPage(): Promise<void> {
  await sendToBackground({ to: 'background', kind: 'wake' });
}

export async function callHost(request: Request): Promise<Response> {
  await wakeHostFromPage();
  const channel = new BroadcastChannel(channelName);
  const call = crypto.randomUUID();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- its listeners have our own origin
  const send = (message: ToService): void => channel.postMessage(message);
  const { promise, resolve, reject } = Promise.withResolvers<Response>();

  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      channel.addEventListener('message', ({ data }) => {
        const parsed = fromServiceSchema.safeParse(data);
        if (!parsed.success || parsed.data.call !== call) return;
        const message = parsed.data;
        switch (message.kind) {
          case 'head':
            resolve(new Response(body, { status: message.status, headers: message.headers }));
            return;
          case 'bytes':
            controller.enqueue(message.bytes);
            return;
          case 'end':
            controller.close();
            channel.close();
            return;
          case 'broken': {
            const error = new TypeError('The recorder broke off its answer.');
            reject(error);
            controller.error(error);
            channel.close();
          }
        }
      });
    },
    cancel: () => {
      send({ kind: 'cancel', call });
      channel.close();
    },
  });
  request.signal.addEventListener('abort', () => send({ kind: 'cancel', call }));

  const { pathname, search } = new URL(request.url);
  const bytes = new Uint8Array(await request.arrayBuffer());
  send({
    kind: 'call',
    call,
    method: request.method,
    path: pathname + search,
    headers: [...request.headers],
    body: bytes.byteLength === 0 ? null : bytes,
  });
  return promise;
}
