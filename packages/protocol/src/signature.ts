/**
 * How a caller signs a request: `Authorization: Understudy <JWS>`, EdDSA over
 * method, path with query, SHA-256 of the body, time and a nonce, for one
 * service (close to DPoP, RFC 9449). spec/protocol.md §2.
 *
 * Invariant: a signature is good once, for one service, for 60 seconds.
 */
import type { Clock, Random } from '@understudy/base';
import type { PublicJwk, SigningKey } from '@understudy/consent';
import { startSha256 } from '#sha256';
import { base64url, CompactSign, compactVerify, decodeProtectedHeader, importJWK } from 'jose';
import { z } from 'zod';
import { ProtocolError } from './error.ts';

export type ServiceName = 'vault' | 'keeper';

export interface RequestFacts {
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly target: string;
  /** SHA-256 of the body; of no bytes where there is none. */
  readonly bodySha256: string;
  readonly service: ServiceName;
}

export const signatureWindowMs = 60_000;
const headerType = 'understudy-request+jwt';
const scheme = 'Understudy ';

const claimsSchema = z.strictObject({
  aud: z.enum(['vault', 'keeper']),
  htm: z.string(),
  htu: z.string(),
  bsh: z.string().regex(/^[0-9a-f]{64}$/),
  /** Milliseconds since the Unix epoch. */
  iat: z.int(),
  jti: z.string().regex(/^[\w-]{22}$/),
});

export function sha256Hex(bytes: Uint8Array): string {
  const hash = startSha256();
  hash.update(bytes);
  return hash.finish();
}

/** The value of the `Authorization` header. */
export async function signRequest(
  facts: RequestFacts,
  key: SigningKey,
  seams: { readonly clock: Clock; readonly random: Random },
): Promise<string> {
  const claims: z.input<typeof claimsSchema> = {
    aud: facts.service,
    htm: facts.method,
    htu: facts.target,
    bsh: facts.bodySha256,
    iat: seams.clock.nowMs(),
    jti: base64url.encode(seams.random.bytes(16)),
  };
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'EdDSA', typ: headerType, kid: key.kid })
    .sign(key.privateKey);
  return scheme + jws;
}

export interface VerifyRequestOptions<Owner> {
  readonly clock: Clock;
  /** The key and its owner, or null where nobody known has that `kid`. */
  keyOf(kid: string): Promise<{ readonly publicJwk: PublicJwk; readonly owner: Owner } | null>;
  /** Nothing signed before this is taken. */
  readonly sinceMs: number;
  /** Remembers the nonce until `untilMs`; false where it was there already. */
  remember(nonce: string, untilMs: number): boolean;
}

export interface VerifiedRequest<Owner> {
  readonly owner: Owner;
  /** Announced by the signature: the reader of the body must compare. */
  readonly bodySha256: string;
}

/**
 * Who signed this request. Attacker-controlled: `authorization`.
 * @throws ProtocolError unauthenticated, clockSkew, replayed
 */
export async function verifyRequest<Owner>(
  authorization: string,
  facts: Omit<RequestFacts, 'bodySha256'>,
  options: VerifyRequestOptions<Owner>,
): Promise<VerifiedRequest<Owner>> {
  const jws = readScheme(authorization);
  const found = await options.keyOf(readKid(jws));
  if (found === null) throw unauthenticated();
  const claims = await readClaims(jws, found.publicJwk);
  if (claims.aud !== facts.service || claims.htm !== facts.method || claims.htu !== facts.target) {
    throw unauthenticated();
  }
  const nowMs = options.clock.nowMs();
  if (Math.abs(nowMs - claims.iat) > signatureWindowMs || claims.iat < options.sinceMs) {
    throw new ProtocolError({
      code: 'clockSkew',
      message: 'The request was signed too long ago or too far ahead, by the clock of this server.',
      remedy: 'Set the clock of your machine, then try again.',
      details: { serverTimeMs: nowMs },
    });
  }
  // The key is part of what is remembered: nobody can burn another's nonces.
  if (!options.remember(`${claims.jti}:${readKid(jws)}`, claims.iat + 2 * signatureWindowMs)) {
    throw new ProtocolError({
      code: 'replayed',
      message: 'This request was made before.',
      remedy: 'Sign each request anew.',
    });
  }
  return { owner: found.owner, bodySha256: claims.bsh };
}

function readScheme(authorization: string): string {
  if (!authorization.startsWith(scheme) || authorization.length > 4096) throw unauthenticated();
  return authorization.slice(scheme.length);
}

function readKid(jws: string): string {
  try {
    const header = decodeProtectedHeader(jws);
    if (header.alg === 'EdDSA' && header.typ === headerType && typeof header.kid === 'string') {
      return header.kid;
    }
  } catch (cause) {
    throw unauthenticated(cause);
  }
  throw unauthenticated();
}

async function readClaims(jws: string, publicJwk: PublicJwk) {
  try {
    const key = await importJWK({ ...publicJwk }, 'EdDSA');
    const { payload } = await compactVerify(jws, key, { algorithms: ['EdDSA'] });
    return claimsSchema.parse(JSON.parse(new TextDecoder().decode(payload)));
  } catch (cause) {
    throw unauthenticated(cause);
  }
}

function unauthenticated(cause?: unknown): ProtocolError {
  return new ProtocolError({
    code: 'unauthenticated',
    message: 'The request is not signed by a key that is known here.',
    remedy: 'Sign in, or enrol the key, then try again.',
    cause,
  });
}
