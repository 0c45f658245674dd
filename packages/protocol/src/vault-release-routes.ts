/** The vault's routes for what goes out: grants, approvals, releases, datasets. */
import { tiers } from '@understudy/base';
import type { AllowedPurpose } from '@understudy/consent';
import { z } from 'zod';
import { approvalSchema } from './approval.ts';
import { maxReleaseBatch, releasesSchema } from './keeper-release-routes.ts';
import { orderProofSchema } from './passkey-routes.ts';
import type { Contract } from './route.ts';
import { json, noBody, none } from './shapes.ts';
import {
  countSchema,
  idSchema,
  instantSchema,
  jwsSchema,
  sha256Schema,
  tierSchema,
} from './values.ts';

// Named here, not imported: consent's index is not for browsers, and this package is.
const purposes = [
  'agentTraining',
  'agentEvaluation',
  'usabilityResearch',
  'securityAudit',
] as const satisfies readonly AllowedPurpose[];

export const purposeSchema = z.enum(purposes);

const grantStateSchema = z.enum(['pending', 'approved', 'denied', 'expired', 'revoked', 'usedUp']);
export type GrantState = z.output<typeof grantStateSchema>;

export const reachSchema = z.object({
  people: countSchema,
  sessions: countSchema,
  segments: countSchema,
  hours: z.number().nonnegative(),
});

const grantRowSchema = z.object({
  grant: idSchema('grant'),
  program: idSchema('program'),
  programTitle: z.string(),
  controller: z.string(),
  researcher: idSchema('researcher'),
  purpose: purposeSchema,
  /** In the researcher's words. */
  reason: z.string(),
  quota: z.object({ segments: countSchema, bytes: countSchema }),
  tiers: z.array(z.enum(tiers)),
  state: grantStateSchema,
  requestedAt: instantSchema,
  expiresAt: instantSchema,
  /** The researcher's signed request. */
  signed: jwsSchema,
  /** What approvals sign, in lower-case hexadecimal. */
  hash: sha256Schema,
  approvals: z.array(approvalSchema),
  approvedBy: z.array(idSchema('steward')),
  denial: z.object({ steward: idSchema('steward'), reason: z.string() }).nullable(),
  /** What it reaches now, through the consents that are live. */
  reach: reachSchema,
  released: z.object({ segments: countSchema, bytes: countSchema }),
});

const reasonSchema = z.string().min(1).max(4000);

const grantParams = z.object({ grant: idSchema('grant') });

const datasetRowSchema = z.object({
  dataset: idSchema('dataset'),
  grant: idSchema('grant'),
  version: z.int().positive(),
  format: z.string().max(64),
  sha256: sha256Schema,
  sessions: z.array(idSchema('session')).max(100_000),
  madeAt: instantSchema,
});

const datasetAnswerSchema = datasetRowSchema.extend({
  program: idSchema('program'),
  programTitle: z.string(),
  /** When the grant ends under which it was made. */
  expiresAt: instantSchema,
  stale: z.boolean(),
});

export const releaseRoutes = {
  requestGrant: {
    method: 'POST',
    path: '/v1/grants',
    callers: ['researcher'],
    params: none,
    query: none,
    body: json(z.object({ grant: jwsSchema })),
    answer: json(grantRowSchema),
  },
  /** A steward sees all, a researcher their own. */
  listGrants: {
    method: 'GET',
    path: '/v1/grants',
    callers: ['researcher', 'steward'],
    params: none,
    query: none,
    body: noBody,
    answer: json(z.object({ grants: z.array(grantRowSchema) })),
  },
  getGrant: {
    method: 'GET',
    path: '/v1/grants/:grant',
    callers: ['researcher', 'steward'],
    params: grantParams,
    query: none,
    body: noBody,
    answer: json(grantRowSchema),
  },
  approveGrant: {
    method: 'POST',
    path: '/v1/grants/:grant/approvals',
    callers: ['steward'],
    params: grantParams,
    query: none,
    body: json(z.object({ approval: approvalSchema })),
    answer: json(grantRowSchema),
  },
  /** A steward's no to a pending grant, signed or, from a signed-in steward, in words; one is enough. */
  denyGrant: {
    method: 'POST',
    path: '/v1/grants/:grant/denials',
    callers: ['steward'],
    params: grantParams,
    query: none,
    body: json(z.union([z.object({ denial: jwsSchema }), z.object({ reason: reasonSchema })])),
    answer: json(grantRowSchema),
  },
  /** A steward's signed order `revokeGrant`; releases stop before this is answered. */
  revokeGrant: {
    method: 'POST',
    path: '/v1/grants/:grant/revocations',
    callers: ['steward'],
    params: grantParams,
    query: none,
    body: json(z.object({ order: orderProofSchema })),
    answer: json(grantRowSchema),
  },
  /** The sessions that the grant reaches now, with their complete segments. */
  listReach: {
    method: 'GET',
    path: '/v1/grants/:grant/sessions',
    callers: ['researcher'],
    params: grantParams,
    query: none,
    body: noBody,
    answer: json(
      z.object({
        sessions: z.array(
          z.object({
            session: idSchema('session'),
            contributor: idSchema('contributor'),
            tier: tierSchema,
            startedAt: instantSchema,
            endedAt: instantSchema,
            manifest: jwsSchema,
            segments: z.array(idSchema('segment')),
          }),
        ),
      }),
    ),
  },
  /** Asks the keeper for releases of segments of one session; each is in the log when this is answered. */
  requestReleases: {
    method: 'POST',
    path: '/v1/grants/:grant/releases',
    callers: ['researcher'],
    params: grantParams,
    query: none,
    body: json(
      z.object({
        claim: jwsSchema,
        session: idSchema('session'),
        segments: z.array(idSchema('segment')).min(1).max(maxReleaseBatch),
        rehearse: z.boolean().default(false),
      }),
    ),
    answer: json(releasesSchema),
  },
  /** The segment, sealed to the researcher's own key; once. */
  getRelease: {
    method: 'GET',
    path: '/v1/releases/:release',
    callers: ['researcher'],
    params: z.object({ release: idSchema('release') }),
    query: none,
    body: noBody,
    answer: { kind: 'bytes', mediaType: 'application/octet-stream' },
  },
  /** A researcher's word on which sessions a dataset version was made of. */
  registerDataset: {
    method: 'PUT',
    path: '/v1/datasets/:dataset',
    callers: ['researcher'],
    params: z.object({ dataset: idSchema('dataset') }),
    query: none,
    body: json(datasetRowSchema.omit({ dataset: true, madeAt: true })),
    answer: json(datasetAnswerSchema),
  },
  /** `stale`: it holds someone who has erased or withdrawn since. */
  listDatasets: {
    method: 'GET',
    path: '/v1/datasets',
    callers: ['researcher', 'steward'],
    params: none,
    query: none,
    body: noBody,
    answer: json(z.object({ datasets: z.array(datasetAnswerSchema) })),
  },
} as const satisfies Contract;
