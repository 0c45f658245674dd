/** Schemas of the values that many routes share. Everything signed travels as a compact JWS. */
import { idPattern, parseId, tiers, type Id, type IdKind } from '@understudy/base';
import { z } from 'zod';

/** An id of that kind; the pattern is explicit, so that JSON Schema (and the fuzz test) sees it. */
export function idSchema<Kind extends IdKind>(kind: Kind) {
  return z
    .string()
    .regex(idPattern(kind))
    .transform((value): Id<Kind> => parseId(kind, value));
}

/** JWS compact serialisation (RFC 7515 §7.1), at most 1 MiB. */
export const jwsSchema = z
  .string()
  .max(1 << 20)
  .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/);

/** SHA-256 in lower-case hexadecimal. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** An age recipient; hybrid ones are about 2,000 characters long. */
export const recipientSchema = z
  .string()
  .max(4096)
  .regex(/^age1[0-9a-z]+$/);

export const base64urlSchema = z
  .string()
  .max(1 << 20)
  .regex(/^[\w-]*$/);

export const tierSchema = z.enum(tiers);
/** ISO 8601 in UTC, as `Date.prototype.toISOString` prints it. */
export const instantSchema = z.iso.datetime();
export const countSchema = z.int().nonnegative();

/** The public half of an Ed25519 key (RFC 8037). */
export const publicJwkSchema = z.strictObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[\w-]{43}$/),
});
export type PublicJwk = Readonly<z.output<typeof publicJwkSchema>>;
