/**
 * The keeper's contract (spec/protocol.md §6). The keeper trusts no caller for
 * what a signed statement inside the request must say: routes that `anyone`
 * may call carry their own proof, so the vault can relay them and forge none.
 */
import { z } from 'zod';
import { approvalSchema } from './approval.ts';
import { incidentRoutes } from './incident-routes.ts';
import { orderProofSchema, passkeyRoutes } from './passkey-routes.ts';
import type { Contract } from './route.ts';
import { replicaRoutes } from './replica-routes.ts';
import { json, noBody, none, nothing } from './shapes.ts';
import {
  base64urlSchema,
  countSchema,
  idSchema,
  instantSchema,
  jwsSchema,
  publicJwkSchema,
  recipientSchema,
  sha256Schema,
} from './values.ts';

export const maxSealedBytes = 64 << 20;
export const maxReleaseBatch = 256;

const keeperStateSchema = z.enum(['uninitialised', 'sealed', 'open', 'locked']);
export type KeeperState = z.output<typeof keeperStateSchema>;

export const keeperStatusSchema = z.object({
  service: z.literal('keeper'),
  state: keeperStateSchema,
  epoch: countSchema,
  version: z.string(),
  /** Identifies the code that runs: a control report is good for one build. */
  build: z.string(),
  logSize: countSchema,
  /** Public keys that sign leases and receipts, newest first. */
  keys: z.array(publicJwkSchema),
  /** The log's verifier key, as C2SP signed-note writes it; empty while uninitialised. */
  logKey: z.string(),
});
export type KeeperStatus = z.output<typeof keeperStatusSchema>;

/** What the keeper needs to judge a release by itself: every statement in its signed form. */
const releaseEvidenceSchema = z.object({
  claim: jwsSchema,
  grant: jwsSchema,
  approvals: z.array(approvalSchema).max(16),
  program: jwsSchema,
  receipt: jwsSchema,
  withdrawals: z.array(jwsSchema).max(256),
  manifest: jwsSchema,
  enrolment: jwsSchema,
  /** Of the one session that the manifest describes. */
  segments: z.array(idSchema('segment')).min(1).max(maxReleaseBatch),
  /** Decide and answer, but open and log nothing (control probes). */
  rehearse: z.boolean().default(false),
});

export const releasesSchema = z.object({
  releases: z.array(
    z.object({
      release: idSchema('release'),
      segment: idSchema('segment'),
      logIndex: countSchema,
    }),
  ),
  /** A signed note (C2SP tlog-checkpoint) that covers all of them. */
  checkpoint: z.string(),
});

const erasureAnswer = json(
  z.object({ erasure: z.string(), receipt: jwsSchema, finalAt: instantSchema }),
);

export const keeperRoutes = {
  status: {
    method: 'GET',
    path: '/v1/keeper',
    callers: ['anyone'],
    params: none,
    query: none,
    body: noBody,
    answer: { kind: 'json', schema: keeperStatusSchema },
  },
  /** Answered on the loopback interface only. */
  unseal: {
    method: 'POST',
    path: '/v1/keeper/unseal',
    callers: ['anyone'],
    params: none,
    query: none,
    body: {
      kind: 'json',
      schema: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('passphrase'), passphrase: z.string().min(1).max(1024) }),
        z.object({ kind: z.literal('share'), share: z.string().min(1).max(1024) }),
        z.object({ kind: z.literal('pin'), pin: z.string().min(1).max(256) }),
      ]),
    },
    answer: {
      kind: 'json',
      schema: z.object({ state: keeperStateSchema, sharesMissing: countSchema }),
    },
  },
  seal: {
    method: 'POST',
    path: '/v1/keeper/seal',
    callers: ['steward', 'operator'],
    params: none,
    query: none,
    body: noBody,
    answer: { kind: 'json', schema: z.object({ state: keeperStateSchema }) },
  },
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
  /** Decides, and writes the log durably. Opens nothing. */
  authorizeReleases: {
    method: 'POST',
    path: '/v1/releases',
    callers: ['anyone'],
    params: none,
    query: none,
    body: { kind: 'json', schema: releaseEvidenceSchema },
    answer: { kind: 'json', schema: releasesSchema },
  },
  /** The sealed segment in, the same sealed to the researcher out; once, within 60 s of its log entry. */
  openRelease: {
    method: 'POST',
    path: '/v1/releases/:release',
    callers: ['anyone'],
    params: z.object({ release: idSchema('release') }),
    query: none,
    body: { kind: 'bytes', maxBytes: maxSealedBytes },
    answer: { kind: 'bytes', mediaType: 'application/octet-stream' },
  },
  /** A steward's signed order `revokeGrant`. */
  revokeGrant: {
    method: 'POST',
    path: '/v1/grants/revocations',
    repeatable: true,
    callers: ['anyone'],
    params: none,
    query: none,
    body: { kind: 'json', schema: z.object({ order: orderProofSchema }) },
    answer: nothing,
  },
  lockdown: {
    method: 'POST',
    path: '/v1/lockdown',
    repeatable: true,
    callers: ['anyone'],
    params: none,
    query: none,
    body: { kind: 'json', schema: z.object({ order: orderProofSchema }) },
    answer: {
      kind: 'json',
      schema: z.object({ epoch: countSchema, lockedAt: instantSchema, checkpoint: z.string() }),
    },
  },
  resume: {
    method: 'POST',
    path: '/v1/resume',
    callers: ['anyone'],
    params: none,
    query: none,
    body: {
      kind: 'json',
      schema: z.object({ report: jwsSchema, approvals: z.array(orderProofSchema).max(16) }),
    },
    answer: { kind: 'json', schema: z.object({ epoch: countSchema, state: keeperStateSchema }) },
  },
  /** By a steward; the report is signed by the one who made it. */
  fileReport: {
    method: 'POST',
    path: '/v1/reports',
    callers: ['steward'],
    params: none,
    query: none,
    body: { kind: 'json', schema: z.object({ report: jwsSchema }) },
    answer: {
      kind: 'json',
      schema: z.object({ logIndex: countSchema, sha256: sha256Schema }),
    },
  },
  /** Whom the log means: to tell those whom an incident touched. Each answer is for a steward alone. */
  resolvePseudonyms: {
    method: 'POST',
    path: '/v1/pseudonyms',
    repeatable: true,
    callers: ['steward'],
    params: none,
    query: none,
    body: {
      kind: 'json',
      schema: z.object({ pseudonyms: z.array(base64urlSchema).max(10_000) }),
    },
    answer: {
      kind: 'json',
      schema: z.object({
        /** Without those who have erased everything: nobody knows them any more. */
        people: z.array(
          z.object({ pseudonym: base64urlSchema, contributor: idSchema('contributor') }),
        ),
      }),
    },
  },
  /** The last control report in the log; its controls where this keeper still holds it. */
  latestReport: {
    method: 'GET',
    path: '/v1/reports/latest',
    callers: ['anyone'],
    params: none,
    query: none,
    body: noBody,
    answer: {
      kind: 'json',
      schema: z.object({
        report: z
          .object({
            at: instantSchema,
            build: z.string(),
            green: z.boolean(),
            controls: z.array(z.object({ name: z.string(), green: z.boolean() })),
          })
          .nullable(),
      }),
    },
  },
  /** C2SP tlog-tiles: `checkpoint`, `tile/…`, `tile/entries/…`; and `witnessed`, `index/…` (spec/log.md). */
  log: {
    method: 'GET',
    path: '/v1/log/*path',
    callers: ['anyone'],
    params: z.object({
      path: z.string().regex(/^(?:checkpoint|witnessed|(?:tile|index)\/[\dx/.a-z]{1,200})$/),
    }),
    query: none,
    body: noBody,
    answer: { kind: 'bytes', mediaType: 'application/octet-stream' },
  },
  /** A witness's cosigned checkpoint (signed note), checked against the configured witnesses. */
  cosign: {
    method: 'POST',
    path: '/v1/log/cosignatures',
    repeatable: true,
    callers: ['anyone'],
    params: none,
    query: none,
    body: { kind: 'json', schema: z.object({ note: z.string().min(1).max(16_384) }) },
    answer: nothing,
  },
  ...incidentRoutes,
  ...passkeyRoutes,
  ...replicaRoutes,
} as const satisfies Contract;
export type KeeperContract = typeof keeperRoutes;
