/** What contributors, or the vault for them, ask of the keeper: devices, recipients, leases, withdrawals, erasures. */
import { z } from 'zod';
import type { Contract } from './route.ts';
import { json, noBody, none, nothing } from './shapes.ts';
import {
  base64urlSchema,
  countSchema,
  idSchema,
  instantSchema,
  jwsSchema,
  recipientSchema,
} from './values.ts';

const erasureAnswer = json(
  z.object({ erasure: z.string(), receipt: jwsSchema, finalAt: instantSchema }),
);

export const contributorRoutes = {
  /** The first key of a contributor is taken as it is; a further enrolment carries an endorsement. */
  enrolDevice: {
    method: 'POST',
    path: '/v1/devices',
    repeatable: true,
    callers: ['anyone'],
    params: none,
    query: none,
    body: { kind: 'json', schema: z.object({ enrolment: jwsSchema }) },
    answer: {
      kind: 'json',
      schema: z.object({
        contributor: idSchema('contributor'),
        device: idSchema('device'),
        /** How the log calls this contributor. */
        pseudonym: base64urlSchema,
      }),
    },
  },
  revokeDevice: {
    method: 'POST',
    path: '/v1/devices/revoke',
    repeatable: true,
    callers: ['anyone'],
    params: none,
    query: none,
    body: { kind: 'json', schema: z.object({ revocation: jwsSchema }) },
    answer: nothing,
  },
  /** The recipient to seal to, with the log's proof that it is the keeper's. */
  recipient: {
    method: 'POST',
    path: '/v1/recipients',
    repeatable: true,
    callers: ['device'],
    params: none,
    query: none,
    body: {
      kind: 'json',
      // With a session: a key for it alone, which dies with it.
      schema: z.object({ program: jwsSchema, session: idSchema('session').optional() }),
    },
    answer: {
      kind: 'json',
      schema: z.object({
        recipient: recipientSchema,
        /** The `keyCreated` entry of the log, as bytes in base64url. */
        entry: base64urlSchema,
        index: countSchema,
        checkpoint: z.string(),
        /** Inclusion proof, RFC 6962: hashes in standard base64, leaf first. */
        proof: z.array(z.base64()),
      }),
    },
  },
  lease: {
    method: 'POST',
    path: '/v1/leases',
    repeatable: true,
    callers: ['device'],
    params: none,
    query: none,
    body: { kind: 'json', schema: z.object({ program: jwsSchema, receipt: jwsSchema }) },
    answer: { kind: 'json', schema: z.object({ lease: jwsSchema }) },
  },
  withdraw: {
    method: 'POST',
    path: '/v1/withdrawals',
    repeatable: true,
    callers: ['anyone'],
    params: none,
    query: none,
    body: { kind: 'json', schema: z.object({ receipt: jwsSchema, withdrawal: jwsSchema }) },
    answer: { kind: 'json', schema: z.object({ logIndex: countSchema }) },
  },
  erase: {
    method: 'POST',
    path: '/v1/erasures',
    repeatable: true,
    callers: ['anyone'],
    params: none,
    query: none,
    body: { kind: 'json', schema: z.object({ request: jwsSchema }) },
    answer: erasureAnswer,
  },
  /**
   * A session whose retention has ended, or (without a manifest) all that a contributor gave to a
   * program whose last retention has: the statements prove it, and it is erased as at a request.
   */
  expire: {
    method: 'POST',
    path: '/v1/expiries',
    repeatable: true,
    callers: ['anyone'],
    params: none,
    query: none,
    body: {
      kind: 'json',
      schema: z.object({
        program: jwsSchema,
        receipt: jwsSchema,
        manifest: jwsSchema.nullable(),
        /** Where the receipt is the end of a chain of narrowings: each link of it. */
        withdrawals: z.array(jwsSchema).max(256).default([]),
      }),
    },
    answer: erasureAnswer,
  },
  /** The id is a capability: whoever has it may see the receipts. */
  erasure: {
    method: 'GET',
    path: '/v1/erasures/:erasure',
    callers: ['anyone'],
    params: z.object({ erasure: z.string().min(1).max(128) }),
    query: none,
    body: noBody,
    answer: {
      kind: 'json',
      schema: z.object({
        receipt: jwsSchema,
        final: jwsSchema.nullable(),
        finalAt: instantSchema,
      }),
    },
  },
} as const satisfies Contract;
