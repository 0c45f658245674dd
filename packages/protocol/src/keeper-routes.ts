/**
 * The keeper's contract (spec/protocol.md §6). The keeper trusts no caller for
 * what a signed statement inside the request must say: routes that `anyone`
 * may call carry their own proof, so the vault can relay them and forge none.
 */
import { z } from 'zod';
import { contributorRoutes } from './keeper-contributor-routes.ts';
import { keeperReleaseRoutes } from './keeper-release-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { orderProofSchema, passkeyRoutes } from './passkey-routes.ts';
import type { Contract } from './route.ts';
import { replicaRoutes } from './replica-routes.ts';
import { noBody, none, nothing } from './shapes.ts';
import {
  base64urlSchema,
  countSchema,
  idSchema,
  instantSchema,
  jwsSchema,
  publicJwkSchema,
  sha256Schema,
} from './values.ts';

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
  /** Where stewards use their passkeys: the console's addresses, and the keeper's own page. */
  origins: z.array(z.url({ protocol: /^https?$/ })),
});
export type KeeperStatus = z.output<typeof keeperStatusSchema>;

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
  ...contributorRoutes,
  ...keeperReleaseRoutes,
  ...incidentRoutes,
  ...passkeyRoutes,
  ...replicaRoutes,
} as const satisfies Contract;
export type KeeperContract = typeof keeperRoutes;
