/**
 * One signed statement: a JWS in compact form (RFC 7515), EdDSA (RFC 8037),
 * over RFC 8785 JSON. The `typ` header names the kind, so that no statement
 * of one kind can be read as another.
 *
 * Attacker-controlled: the whole string. Exactly one string is accepted for
 * one statement by one signature: base64url is compared after re-encoding
 * (its last character has spare bits), the payload with its canonical form.
 */
import { jsonToCanonicalBytes, type Brand, type JsonValue } from '@understudy/base';
import { CompactSign, compactVerify, decodeProtectedHeader, errors, importJWK } from 'jose';
import { base64urlnopad } from '@scure/base';
import { z } from 'zod';
import { ConsentError } from './error.ts';
import { publicJwkToKid, type PublicJwk, type SigningKey } from './key.ts';

export type StatementKind =
  | 'program'
  | 'receipt'
  | 'withdrawal'
  | 'enrolment'
  | 'endorsement'
  | 'revocation'
  | 'manifest'
  | 'grant'
  | 'claim'
  | 'approval'
  | 'lease'
  | 'erasureRequest'
  | 'erasureReceipt'
  | 'controlReport'
  | 'order'
  | 'incident'
  | 'notice'
  /** A keeper's to its primary, or to itself later. */
  | 'keeper';

/** A JWS in compact form, made by the signing function of its kind. */
export type Signed<Kind extends StatementKind> = Brand<string, `signed:${Kind}`>;

/** How far a signer's clock may run ahead of ours before "issued in the future" is refused. */
export const clockToleranceMs = 60_000;

const headerSchema = z.strictObject({ alg: z.literal('EdDSA'), kid: z.string(), typ: z.string() });

function kindToType(kind: StatementKind): string {
  return `understudy-${kind}+json`;
}

export async function signStatement<Kind extends StatementKind>(
  kind: Kind,
  payload: JsonValue,
  key: SigningKey,
): Promise<Signed<Kind>> {
  const jws = await new CompactSign(jsonToCanonicalBytes(payload))
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: kindToType(kind) })
    .sign(key.privateKey);
  return jws as Signed<Kind>;
}

export interface OpenedStatement<Value> {
  readonly value: Value;
  /** Which of the trusted keys signed. */
  readonly kid: string;
}

/**
 * Checks form, kind, signature by one of `keys`, canonical payload and schema, in this order.
 * @throws ConsentError malformed, wrongKind, unknownKey, badSignature, badContent
 */
export async function openStatement<Value>(
  kind: StatementKind,
  jws: string,
  keys: readonly PublicJwk[],
  schema: z.ZodType<Value>,
): Promise<OpenedStatement<Value>> {
  const header = readHeader(kind, jws);
  const trusted = await findKey(header.kid, keys);
  if (trusted === null) {
    throw refusal(kind, 'unknownKey', 'is signed by a key that is not trusted for it.');
  }
  const payload = await verifySignature(kind, jws, trusted);
  return { value: parsePayload(kind, payload, schema), kid: header.kid };
}

/** The payload before any check: only to find out whose key must have signed. */
export function dangerouslyPeekStatement<Value>(
  kind: StatementKind,
  jws: string,
  schema: z.ZodType<Value>,
): Value {
  readHeader(kind, jws);
  return parsePayload(kind, base64urlnopad.decode(jws.split('.')[1] ?? ''), schema);
}

function readHeader(kind: StatementKind, jws: string): z.infer<typeof headerSchema> {
  const parts = typeof jws === 'string' ? jws.split('.') : [];
  const wellFormed = parts.length === 3 && parts.every((part) => isCanonicalBase64Url(part));
  if (!wellFormed) throw refusal(kind, 'malformed', 'is not a compact JWS.');
  let raw: unknown;
  try {
    raw = decodeProtectedHeader(jws);
  } catch (cause) {
    throw refusal(kind, 'malformed', 'has an unreadable header.', cause);
  }
  const header = headerSchema.safeParse(raw);
  if (!header.success) throw refusal(kind, 'malformed', 'has a header of another form.');
  if (header.data.typ !== kindToType(kind)) {
    throw refusal(kind, 'wrongKind', 'is a statement of another kind.');
  }
  return header.data;
}

/** The library refuses wrong characters and spare bits that are set; the comparison says it again. */
function isCanonicalBase64Url(part: string): boolean {
  try {
    return part !== '' && base64urlnopad.encode(base64urlnopad.decode(part)) === part;
  } catch {
    return false;
  }
}

function bytesEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

async function findKey(kid: string, keys: readonly PublicJwk[]): Promise<PublicJwk | null> {
  for (const key of keys) {
    if ((await publicJwkToKid(key)) === kid) return key;
  }
  return null;
}

async function verifySignature(
  kind: StatementKind,
  jws: string,
  key: PublicJwk,
): Promise<Uint8Array> {
  try {
    const { kty, crv, x } = key;
    const publicKey = await importJWK({ kty, crv, x, alg: 'EdDSA' }, 'EdDSA');
    const { payload } = await compactVerify(jws, publicKey, { algorithms: ['EdDSA'] });
    return payload;
  } catch (cause) {
    const code =
      cause instanceof errors.JWSSignatureVerificationFailed ? 'badSignature' : 'malformed';
    throw refusal(kind, code, 'does not carry a good signature.', cause);
  }
}

function parsePayload<Value>(
  kind: StatementKind,
  payload: Uint8Array,
  schema: z.ZodType<Value>,
): Value {
  let json: JsonValue;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as JsonValue;
    if (!bytesEqual(jsonToCanonicalBytes(json), payload)) throw new TypeError('not RFC 8785');
  } catch (cause) {
    throw refusal(kind, 'badContent', 'does not hold canonical JSON.', cause);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const paths = parsed.error.issues.map((issue) => issue.path.join('.') || '(all)').join(', ');
  throw refusal(kind, 'badContent', `is wrong at: ${paths}.`);
}

const names: Record<StatementKind, string> = {
  program: 'program',
  receipt: 'consent receipt',
  withdrawal: 'withdrawal',
  enrolment: 'device enrolment',
  endorsement: 'device endorsement',
  revocation: 'device revocation',
  manifest: 'session manifest',
  grant: 'grant',
  claim: 'claim',
  approval: 'approval',
  lease: 'capture lease',
  erasureRequest: 'erasure request',
  erasureReceipt: 'erasure receipt',
  controlReport: 'control report',
  order: 'order',
  incident: 'incident',
  notice: 'notice',
  keeper: 'keeper’s statement',
};

/** An error about a statement of that kind; `what` continues "The <kind> …". */
export function refusal(
  kind: StatementKind,
  code: ConsentError['code'],
  what: string,
  cause?: unknown,
): ConsentError {
  return new ConsentError({
    code,
    message: `The ${names[kind]} ${what}`,
    remedy: remedies[code],
    ...(cause === undefined ? {} : { cause }),
  });
}

const remedies: Record<ConsentError['code'], string> = {
  malformed: 'Send it again as its signer issued it, unchanged.',
  wrongKind: 'Send the statement that belongs here.',
  unknownKey: 'Enrol the signer’s key first, or have it signed by a trusted one.',
  badSignature: 'Get it again from its signer; this copy was changed.',
  badContent: 'Have its signer issue it anew with a current version of Understudy.',
  signerMismatch: 'Have it signed by the one whom it names.',
  clockSetBack: 'Set this machine’s clock right and try again.',
  expired: 'Ask for a new one.',
  tooLong: 'Have it issued for a shorter time.',
  wider: 'Ask the contributor for a new consent instead.',
  notLive: 'Ask the contributor for a new consent.',
  wrongGrant: 'Approve the grant as it stands now.',
  denied: 'Request a new grant that answers the steward’s reason.',
  notEnoughApprovals: 'Have two different stewards approve it, neither of them the requester.',
  passkeyNeedsVerifier: 'Check it in the keeper, which knows the registered passkeys.',
  reportRed: 'Mend the failing controls and run `understudy verify` again.',
  reportStale: 'Run `understudy verify` again.',
  wrongBuild: 'Run `understudy verify` with the build that is to be resumed.',
  badKey: 'Give a JWK with kty "OKP" and crv "Ed25519".',
};

/** @throws ConsentError clockSetBack where `issuedAt` lies in the future of `nowMs`. */
export function requireIssued(kind: StatementKind, issuedAt: string, nowMs: number): void {
  if (Date.parse(issuedAt) > nowMs + clockToleranceMs) {
    throw refusal(kind, 'clockSetBack', 'was issued in the future of this machine’s clock.');
  }
}
