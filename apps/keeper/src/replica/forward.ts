/** A request to a replica that is the primary's to answer → the primary's answer. */
import { ProtocolError, refusalToResponse } from '@understudy/protocol';

/** Of one connection, not of what is carried over it (RFC 9110 §7.6.1). */
const hopHeaders = ['connection', 'host', 'keep-alive', 'transfer-encoding', 'upgrade'];

export async function forwardTo(primary: string, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  for (const name of hopHeaders) headers.delete(name);
  try {
    const answer = await fetch(new URL(pathname + search, primary), {
      method: request.method,
      headers,
      ...(request.body === null ? {} : { body: request.body, duplex: 'half' }),
      redirect: 'manual',
      signal: request.signal,
    });
    const own = new Headers(answer.headers);
    for (const name of hopHeaders) own.delete(name);
    return new Response(answer.body, { status: answer.status, headers: own });
  } catch (cause) {
    return refusalToResponse(
      new ProtocolError({
        code: 'keeperDown',
        message: 'This replica cannot reach its primary keeper.',
        remedy: 'Start the primary; the replica goes on by itself.',
        cause,
      }),
    );
  }
}
