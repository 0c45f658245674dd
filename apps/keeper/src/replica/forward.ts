/** A request to a replica that is the primary's to answer → the primary's answer. */
import { neverArrived } from '@understudy/courier';
import {
  keeperRoutes,
  maxJsonBytes,
  ProtocolError,
  refusalSchema,
  refusalToResponse,
  twiceIsOnce,
  type Route,
} from '@understudy/protocol';

/** Of one connection, not of what is carried over it (RFC 9110 §7.6.1). */
const hopHeaders = ['connection', 'host', 'keep-alive', 'transfer-encoding', 'upgrade'];
/** Replicas that take each other for the primary must not send a request round and round. */
export const forwardedHeader = 'understudy-forwarded';

/** @param primaries where the primary may be; the first that is it, or knows it, answers */
export async function forwardTo(primaries: readonly string[], request: Request): Promise<Response> {
  if (request.headers.has(forwardedHeader)) return refusalToResponse(primaryAway());
  const headers = new Headers(request.headers);
  for (const name of hopHeaders) headers.delete(name);
  headers.set(forwardedHeader, '1');
  const { pathname, search } = new URL(request.url);
  try {
    // Held, so that it can be sent to the next one: whatever is not a replica's own has JSON or nothing.
    const body = await readBody(request);
    for (const primary of primaries) {
      // Joined by parts: resolved against it, `//host/` would name another host.
      const target = Object.assign(new URL(primary), { pathname, search });
      const answer = await fetch(target, {
        method: request.method,
        headers,
        ...(body === null ? {} : { body }),
        redirect: 'manual',
        signal: request.signal,
      }).catch((error: unknown) => {
        if (!isRepeatable(request.method, pathname) && !neverArrived(error)) throw lineBroke(error);
        return null;
      });
      if (answer === null || (await isAway(answer))) continue;
      const own = new Headers(answer.headers);
      for (const name of hopHeaders) own.delete(name);
      return new Response(answer.body, { status: answer.status, headers: own });
    }
    return refusalToResponse(primaryAway());
  } catch (error) {
    return refusalToResponse(error);
  }
}

export function primaryAway(cause?: unknown): ProtocolError {
  return new ProtocolError({
    code: 'keeperDown',
    message: 'This replica cannot reach its primary keeper.',
    remedy: 'Start the primary, or promote this replica: `understudy keeper promote`.',
    cause,
  });
}

/** By the contract: none that has a part of its path as a parameter is, but for reading. */
function isRepeatable(method: string, pathname: string): boolean {
  const routes: readonly Route[] = Object.values(keeperRoutes);
  const route = routes.find((known) => known.method === method && known.path === pathname);
  return method === 'GET' || (route !== undefined && twiceIsOnce(route));
}

function lineBroke(cause: unknown): ProtocolError {
  return new ProtocolError({
    code: 'keeperDown',
    message: 'The line to the primary keeper broke: it may have done what was asked, or not.',
    remedy: 'Look at what the keeper says now, and ask again only if it was not done.',
    details: { maybeDone: true },
    cause,
  });
}

async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  if (request.body === null) return null;
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of request.body) {
    sizeBytes += piece.length;
    if (sizeBytes > maxJsonBytes) {
      throw new ProtocolError({
        code: 'tooLarge',
        message: `The body is larger than ${maxJsonBytes} bytes.`,
        remedy: 'Send it in smaller pieces.',
        details: { maxBytes: maxJsonBytes },
      });
    }
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** Of a replica that knows no primary either, or of a primary that was replaced. */
async function isAway(answer: Response): Promise<boolean> {
  if (answer.status !== 503) return false;
  const refusal = refusalSchema.safeParse(
    await answer
      .clone()
      .json()
      .catch(() => null),
  );
  return refusal.success && refusal.data.error.code === 'keeperDown';
}
