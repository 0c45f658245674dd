/** A release at the keeper: decided and logged on its evidence, then opened and sealed anew. */
import { z } from 'zod';
import { approvalSchema } from './approval.ts';
import type { Contract } from './route.ts';
import { none } from './shapes.ts';
import { countSchema, idSchema, jwsSchema } from './values.ts';

export const maxSealedBytes = 64 << 20;
export const maxReleaseBatch = 256;

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

export const keeperReleaseRoutes = {
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
} as const satisfies Contract;
