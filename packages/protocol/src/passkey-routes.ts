/**
 * Stewards' passkeys at the keeper (WebAuthn level 3): registered with an
 * invite that the steward's own key signed, used to approve grants, to lock
 * down and to resume from a browser. A challenge is always the SHA-256 of the
 * canonical JSON (RFC 8785) of what is signed: a grant, or an order.
 */
import { z } from 'zod';
import type { Contract } from './route.ts';
import { json, noBody, none } from './shapes.ts';
import {
  base64urlSchema,
  countSchema,
  idSchema,
  instantSchema,
  jwsSchema,
  sha256Schema,
} from './values.ts';

const textSchema = z.string().min(1).max(4000);

/** What a steward orders; consent's `Order`. */
const orderSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('lockdown'),
    steward: idSchema('steward'),
    reason: textSchema,
    orderedAt: instantSchema,
  }),
  z.strictObject({
    kind: z.literal('resume'),
    steward: idSchema('steward'),
    epoch: countSchema,
    reportSha256: sha256Schema,
    orderedAt: instantSchema,
  }),
  z.strictObject({
    kind: z.literal('revokeGrant'),
    steward: idSchema('steward'),
    grant: idSchema('grant'),
    reason: textSchema,
    orderedAt: instantSchema,
  }),
]);

const passkeyOrderSchema = z.strictObject({
  kind: z.literal('passkey'),
  order: orderSchema,
  credentialId: base64urlSchema,
  authenticatorData: base64urlSchema,
  clientDataJson: base64urlSchema,
  signature: base64urlSchema,
});
export type PasskeyOrder = z.output<typeof passkeyOrderSchema>;

/** An order as a key's JWS (consent's `signOrder`), or with a passkey's assertion. */
export const orderProofSchema = z.union([jwsSchema, passkeyOrderSchema]);
export type OrderProof = z.output<typeof orderProofSchema>;

export const passkeyRoutes = {
  /** What the browser needs to make a passkey. */
  passkeyOptions: {
    method: 'POST',
    path: '/v1/passkeys/options',
    callers: ['anyone'],
    params: none,
    query: none,
    body: json(z.object({ invite: jwsSchema })),
    answer: json(
      z.object({
        /** `PublicKeyCredentialCreationOptionsJSON`. */
        options: z.record(z.string(), z.json()),
      }),
    ),
  },
  addPasskey: {
    method: 'POST',
    path: '/v1/passkeys',
    callers: ['anyone'],
    params: none,
    query: none,
    body: json(
      z.object({
        invite: jwsSchema,
        /** `RegistrationResponseJSON`. */
        response: z.record(z.string(), z.json()),
      }),
    ),
    answer: json(z.object({ steward: idSchema('steward'), credentialId: base64urlSchema })),
  },
  /** What the browser needs to ask a steward's passkey for a signature. */
  passkeys: {
    method: 'GET',
    path: '/v1/passkeys/:steward',
    callers: ['anyone'],
    params: z.object({ steward: idSchema('steward') }),
    query: none,
    body: noBody,
    answer: json(z.object({ rpId: z.string(), credentialIds: z.array(base64urlSchema) })),
  },
} as const satisfies Contract;
