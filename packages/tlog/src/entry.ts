/**
 * What the log says: a closed union, each entry as RFC 8785 JSON.
 *
 * Invariant: no personal data. Contributors appear as pseudonyms (HMAC under
 * a key that is shredded at erasure), everything else as random ids, hashes
 * and counts. The log can never be edited, so nothing else may enter it.
 */
import {
  idPattern,
  jsonToCanonicalBytes,
  parseId,
  tiers,
  type Id,
  type IdKind,
} from '@understudy/base';
import { z } from 'zod';
import { bytesEqual, bytesToText } from './bytes.ts';
import { TlogError } from './error.ts';
import { pseudonymSchema } from './pseudonym.ts';

const idSchema = <Kind extends IdKind>(kind: Kind): z.ZodType<Id<Kind>, string> =>
  z
    .string()
    .regex(idPattern(kind))
    .transform((text) => parseId(kind, text));

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const countSchema = z.int().nonnegative();
const stewardsSchema = z.array(idSchema('steward')).min(1).max(10).readonly();
const purposeSchema = z.enum([
  'agentTraining',
  'agentEvaluation',
  'usabilityResearch',
  'securityAudit',
]);
/** How a notice reached its contributor. */
export const noticeChannels = ['console', 'mail', 'webhook'] as const;
const shortSchema = z.string().min(1).max(200);

/** ISO 8601, UTC: when the keeper wrote it. */
const head = { v: z.literal(1), at: z.iso.datetime() };

const scopeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('everything') }),
  z.strictObject({ kind: z.literal('program'), program: idSchema('program') }),
  z.strictObject({
    kind: z.literal('sessions'),
    sessions: z.array(idSchema('session')).min(1).max(1000).readonly(),
  }),
  z.strictObject({ kind: z.literal('range'), from: z.iso.datetime(), until: z.iso.datetime() }),
]);

export const logEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...head,
    kind: z.literal('deviceEnrolled'),
    contributor: pseudonymSchema,
    device: idSchema('device'),
    kid: shortSchema,
  }),
  z.strictObject({
    ...head,
    kind: z.literal('deviceRevoked'),
    contributor: pseudonymSchema,
    device: idSchema('device'),
  }),
  /** The keeper acts on this receipt for the first time: for a lease, or for a release. */
  z.strictObject({
    ...head,
    kind: z.literal('consentReceived'),
    contributor: pseudonymSchema,
    program: idSchema('program'),
    receiptSha256: sha256Schema,
  }),
  z.strictObject({
    ...head,
    kind: z.literal('consentWithdrawn'),
    contributor: pseudonymSchema,
    program: idSchema('program').optional(),
    receiptSha256: sha256Schema,
  }),
  /** The key of a session (or of a whole program): a device takes its recipient only with this entry's proof. */
  z.strictObject({
    ...head,
    kind: z.literal('keyCreated'),
    contributor: pseudonymSchema,
    program: idSchema('program'),
    session: idSchema('session').optional(),
    recipientSha256: sha256Schema,
  }),
  z.strictObject({
    ...head,
    kind: z.literal('grantRevoked'),
    grant: idSchema('grant'),
    steward: idSchema('steward'),
  }),
  /** One opening of one segment, written before it happens. */
  z.strictObject({
    ...head,
    kind: z.literal('release'),
    grant: idSchema('grant'),
    grantSha256: sha256Schema,
    release: idSchema('release'),
    /** The nonce of the researcher's signed claim. */
    claim: shortSchema,
    contributor: pseudonymSchema,
    program: idSchema('program'),
    session: idSchema('session'),
    segment: idSchema('segment'),
    tier: z.enum(tiers),
    purpose: purposeSchema,
    researcher: idSchema('researcher'),
    recipientSha256: sha256Schema,
    approvedBy: stewardsSchema,
    sizeBytes: countSchema,
  }),
  z.strictObject({
    ...head,
    kind: z.literal('erasure'),
    /** SHA-256 of the signed request, or of the statement whose retention ended. */
    erasure: sha256Schema,
    contributor: pseudonymSchema,
    scope: scopeSchema,
    /** Absent: the contributor asked for it. */
    cause: z.literal('retention').optional(),
  }),
  z.strictObject({ ...head, kind: z.literal('erasureFinal'), erasure: sha256Schema }),
  z.strictObject({ ...head, kind: z.literal('rootDestroyed'), day: z.iso.date() }),
  z.strictObject({
    ...head,
    kind: z.literal('lockdown'),
    /** The epoch that begins. */
    epoch: countSchema,
    steward: idSchema('steward'),
    orderSha256: sha256Schema,
  }),
  z.strictObject({
    ...head,
    kind: z.literal('resume'),
    epoch: countSchema,
    stewards: stewardsSchema,
    reportSha256: sha256Schema,
  }),
  z.strictObject({ ...head, kind: z.literal('seal'), epoch: countSchema }),
  z.strictObject({
    ...head,
    kind: z.literal('unseal'),
    epoch: countSchema,
    build: shortSchema,
    /** Of whom the keeper trusts and how it was set up; a replica has its primary's. */
    settings: sha256Schema.optional(),
  }),
  /** A replica took the primary's place; `term` is higher than that of any primary before it. */
  z.strictObject({
    ...head,
    kind: z.literal('promotion'),
    epoch: countSchema,
    term: countSchema,
  }),
  z.strictObject({
    ...head,
    kind: z.literal('controlReport'),
    sha256: sha256Schema,
    build: shortSchema,
    epoch: countSchema,
    green: z.boolean(),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('incident'),
    incident: idSchema('incident'),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    releases: countSchema,
    contributors: countSchema,
  }),
  z.strictObject({
    ...head,
    kind: z.literal('notice'),
    incident: idSchema('incident'),
    contributor: pseudonymSchema,
    /** Of the steward's signed statement. */
    sha256: sha256Schema,
    sentBy: z.array(z.enum(noticeChannels)).min(1).max(noticeChannels.length).readonly(),
  }),
  /** The root of the index over all entries below `size` (see contributor-index.ts). */
  z.strictObject({
    ...head,
    kind: z.literal('index'),
    size: countSchema,
    root: sha256Schema,
    contributors: countSchema,
  }),
]);

export type LogEntry = z.infer<typeof logEntrySchema>;
export type LogEntryKind = LogEntry['kind'];
export type LogEntryOf<Kind extends LogEntryKind> = Extract<LogEntry, { kind: Kind }>;

/** @throws TlogError badEntry where a field breaks its form: nothing else may enter the log */
export function entryToBytes(entry: LogEntry): Uint8Array {
  const parsed = logEntrySchema.safeParse(entry);
  if (!parsed.success) {
    const paths = parsed.error.issues.map((issue) => issue.path.join('.') || '(all)').join(', ');
    throw badEntry(`An entry to be logged is wrong at: ${paths}.`);
  }
  return jsonToCanonicalBytes(parsed.data);
}

/** @throws TlogError badEntry unless the bytes are exactly what `entryToBytes` writes */
export function bytesToEntry(bytes: Uint8Array): LogEntry {
  let json: unknown;
  try {
    json = JSON.parse(bytesToText(bytes));
  } catch (cause) {
    throw badEntry('An entry of the log is no JSON.', cause);
  }
  const parsed = logEntrySchema.safeParse(json);
  if (!parsed.success || !bytesEqual(jsonToCanonicalBytes(parsed.data), bytes)) {
    throw badEntry('An entry of the log is of no known form.');
  }
  return parsed.data;
}

function badEntry(message: string, cause?: unknown): TlogError {
  return new TlogError({
    code: 'badEntry',
    message,
    remedy: 'Compare the versions of Understudy that wrote and read it.',
    ...(cause === undefined ? {} : { cause }),
  });
}
