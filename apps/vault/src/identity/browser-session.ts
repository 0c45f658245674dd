/**
 * A person at a browser: a random token in a cookie that scripts cannot read
 * and other sites cannot send; here only its hash. Survives a restart, ends
 * after eight hours, after thirty idle minutes, and with the person's trust.
 *
 * CSRF (OWASP's recommendations, in depth): SameSite=Strict, and for whatever
 * changes state the request's own Origin and a header that no form can set.
 */
import { sha256Hex, ProtocolError, readCookies, type Caller } from '@understudy/protocol';
import { nowIso, type VaultWorld } from '../world.ts';

const lifetimeMs = 8 * 3_600_000;
const idleMs = 30 * 60_000;
/** `__Host-`: the browser takes it only with Secure and Path=/, from this very host (RFC 6265bis). */
const sessionCookie = '__Host-understudy-session';

export interface BrowserSession {
  /** The `Set-Cookie` value; nothing else ever holds the token. */
  readonly cookie: string;
}

export async function openBrowserSession(world: VaultWorld, kid: string): Promise<BrowserSession> {
  const token = Buffer.from(world.random.bytes(32)).toString('base64url');
  const now = nowIso(world);
  await world.db
    .insertInto('browserSessions')
    .values({
      tokenSha256: hashToken(token),
      kid,
      createdAt: now,
      usedAt: now,
      expiresAt: new Date(world.clock.nowMs() + lifetimeMs).toISOString(),
    })
    .execute();
  return { cookie: `${sessionCookie}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict` };
}

/** Who sent the request, by its cookie, or null. @throws ProtocolError crossSite */
export async function callerOfCookie(world: VaultWorld, request: Request): Promise<Caller | null> {
  const token = readCookies(request).get(sessionCookie);
  if (token === undefined) return null;
  const nowMs = world.clock.nowMs();
  const row = await world.db
    .selectFrom('browserSessions')
    .selectAll()
    .where('tokenSha256', '=', hashToken(token))
    .executeTakeFirst();
  if (row === undefined) return null;
  const idle = nowMs - Date.parse(row.usedAt) > idleMs;
  const person = await world.trust.personByKid(row.kid);
  if (idle || Date.parse(row.expiresAt) <= nowMs || person === null) {
    await closeBrowserSession(world, readCookies(request));
    return null;
  }
  requireSameSite(request);
  // Not at every request: once a minute says enough about idleness.
  if (nowMs - Date.parse(row.usedAt) > 60_000) {
    await world.db
      .updateTable('browserSessions')
      .set({ usedAt: nowIso(world) })
      .where('tokenSha256', '=', row.tokenSha256)
      .execute();
  }
  return person.owner;
}

export async function closeBrowserSession(
  world: VaultWorld,
  cookies: ReadonlyMap<string, string>,
): Promise<void> {
  const token = cookies.get(sessionCookie);
  if (token === undefined) return;
  await world.db
    .deleteFrom('browserSessions')
    .where('tokenSha256', '=', hashToken(token))
    .execute();
}

function requireSameSite(request: Request): void {
  if (request.method === 'GET') return;
  const { origin, host } = new URL(request.url);
  const sent = request.headers.get('origin');
  const same =
    sent === origin || (sent !== null && URL.canParse(sent) && new URL(sent).host === host);
  if (same && request.headers.get('x-understudy-csrf') === '1') return;
  throw new ProtocolError({
    code: 'crossSite',
    message: 'The request did not come from a page of this vault.',
    remedy: 'Open the console itself and try there.',
  });
}

function hashToken(token: string): string {
  return sha256Hex(new TextEncoder().encode(token));
}
