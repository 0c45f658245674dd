/**
 * The manifest of a session: which sealed segments it has, signed by the
 * device. What is not in a manifest does not belong to the session, and
 * a segment whose hash differs is not the one that the device sealed.
 */
import type {
  ContributorId,
  DeviceId,
  ProgramId,
  ReceiptId,
  SegmentId,
  SessionId,
  Tier,
} from '@understudy/base';
import { z } from 'zod';
import type { PublicJwk, SigningKey } from './key.ts';
import {
  appSchema,
  countSchema,
  idSchema,
  originSchema,
  sha256Schema,
  tierSchema,
  timeSchema,
} from './schema.ts';
import { openStatement, signStatement, type Signed } from './statement.ts';

export interface SessionManifest {
  readonly session: SessionId;
  readonly receipt: ReceiptId;
  readonly program: ProgramId;
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly tier: Tier;
  /** Every app and origin that occurs in the segments so far. */
  readonly apps: readonly string[];
  readonly origins: readonly string[];
  /** Wall clock, ISO 8601 in UTC; `endedAt` is the end of the last segment so far. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** No further segment will come. */
  readonly closed: boolean;
  readonly segments: readonly ManifestSegment[];
  /** What the contributor lets researchers know before any grant; absent: nothing. */
  readonly summary?: SessionSummary | undefined;
}

/** Counts over a whole session, never content: all that a blind vault can put into its catalogue. */
export interface SessionSummary {
  readonly actions: Readonly<Partial<Record<SummaryAction, number>>>;
  /** What the device's own check of the session found; null: it was not checked. */
  readonly quality: SummaryQuality | null;
}

/** As `distill` reduces a session to them. */
export const summaryActions = [
  'click',
  'doubleClick',
  'tripleClick',
  'rightClick',
  'middleClick',
  'longPress',
  'drag',
  'scroll',
  'type',
  'choose',
  'press',
  'hotkey',
  'wait',
  'terminate',
] as const;
export type SummaryAction = (typeof summaryActions)[number];

/** `replayed`: a replay came to the outcome; `plausible`: whole by the device's own counts and pictures; `failed`: not. */
export const summaryQualities = ['replayed', 'plausible', 'failed'] as const;
export type SummaryQuality = (typeof summaryQualities)[number];

export interface ManifestSegment {
  readonly segment: SegmentId;
  readonly index: number;
  /** Nanoseconds since the session's start. */
  readonly startNs: number;
  readonly endNs: number;
  /** Of the sealed, padded file. */
  readonly sizeBytes: number;
  readonly sha256: string;
}

export type SignedManifest = Signed<'manifest'>;

const manifestSchema: z.ZodType<SessionManifest> = z
  .strictObject({
    session: idSchema('session'),
    receipt: idSchema('receipt'),
    program: idSchema('program'),
    contributor: idSchema('contributor'),
    device: idSchema('device'),
    tier: tierSchema,
    apps: z.array(appSchema).max(500).readonly(),
    origins: z.array(originSchema).max(5000).readonly(),
    startedAt: timeSchema,
    endedAt: timeSchema,
    closed: z.boolean(),
    segments: z
      .array(
        z
          .strictObject({
            segment: idSchema('segment'),
            index: countSchema,
            startNs: countSchema,
            endNs: countSchema,
            sizeBytes: countSchema,
            sha256: sha256Schema,
          })
          .refine(({ startNs, endNs }) => startNs <= endNs, { path: ['endNs'] }),
      )
      .max(20_000)
      .readonly(),
    summary: z
      .strictObject({
        actions: z.partialRecord(z.enum(summaryActions), countSchema),
        quality: z.enum(summaryQualities).nullable(),
      })
      .optional(),
  })
  .refine(({ startedAt, endedAt }) => Date.parse(startedAt) <= Date.parse(endedAt), {
    path: ['endedAt'],
  })
  .refine(
    ({ segments }) =>
      segments.every(({ index }, at) => at === 0 || index > indexAt(segments, at - 1)),
    { path: ['segments'], message: 'the indices must rise' },
  );

function indexAt(segments: readonly ManifestSegment[], at: number): number {
  return segments[at]?.index ?? -1;
}

export function signManifest(
  { summary, ...manifest }: SessionManifest,
  deviceKey: SigningKey,
): Promise<SignedManifest> {
  return signStatement(
    'manifest',
    {
      ...manifest,
      segments: manifest.segments.map((segment) => ({ ...segment })),
      ...(summary === undefined ? {} : { summary: summaryToJson(summary) }),
    },
    deviceKey,
  );
}

function summaryToJson({ actions, quality }: SessionSummary) {
  const counted = Object.entries(actions).filter(([, count]) => count > 0);
  return { actions: Object.fromEntries(counted), quality };
}

/** Compare `contributor` and `device` with the enrolment that `devicePublicKey` comes from. */
export async function verifyManifest(
  jws: string,
  devicePublicKey: PublicJwk,
): Promise<SessionManifest> {
  const { value } = await openStatement('manifest', jws, [devicePublicKey], manifestSchema);
  return value;
}
