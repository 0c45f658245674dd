/**
 * What the companion tells the contributor's pages: sessions, their timeline,
 * the state of capture, the live ledger, jobs. It stays on this computer, and
 * is the only contract that carries (redacted) content, to its owner alone.
 */
import { dropReasons } from '@understudy/base';
import { alwaysCoverSchema } from '@understudy/consent';
import { z } from 'zod';
import {
  base64urlSchema,
  countSchema,
  idSchema,
  instantSchema,
  jwsSchema,
  tierSchema,
} from './values.ts';

/** Nanoseconds since the session's start. */
export const timeNsSchema = z.int().nonnegative();

/** Device pixels of the whole desktop, origin at its top left. */
export const boxSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});

export const timeRangeSchema = z
  .object({ fromNs: timeNsSchema, toNs: timeNsSchema })
  .refine(({ fromNs, toNs }) => fromNs < toNs, { path: ['toNs'] });

const dropCountsSchema = z.partialRecord(z.enum(dropReasons), countSchema);

const accountingSchema = z.object({
  generated: countSchema.nullable(),
  arrived: countSchema,
  kept: countSchema,
  dropped: dropCountsSchema,
});

/** What of a session's own account does not match; a page has the words. */
const sessionProblemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('eventsLost'), lost: countSchema, generated: countSchema }),
  z.object({ kind: z.literal('eventsTooMany'), arrived: countSchema, generated: countSchema }),
  z.object({
    kind: z.literal('eventsUnaccounted'),
    arrived: countSchema,
    kept: countSchema,
    dropped: countSchema,
  }),
  z.object({ kind: z.literal('segmentsLost'), count: countSchema }),
]);
export type SessionProblem = z.output<typeof sessionProblemSchema>;

const running = {
  session: idSchema('session'),
  program: idSchema('program'),
  tier: tierSchema,
  /** Whether it is told what is copied and pasted. */
  clipboard: z.boolean(),
  startedAt: instantSchema,
  /** Sealed so far. */
  segments: countSchema,
  sealedBytes: countSchema,
  accounting: accountingSchema,
};

/** What the indicator shows. `locked`: a steward locked everything, or the keeper is sealed. */
export const captureStateSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('idle'),
    /** How the last session of this process ended, where one did. */
    last: z
      .object({ session: idSchema('session'), reason: z.string(), words: z.string() })
      .nullable(),
  }),
  z.object({ kind: z.literal('recording'), ...running }),
  z.object({
    kind: z.literal('paused'),
    /** `ending`: nothing is captured any more, and what was is being sealed. */
    by: z.enum([
      'person',
      'indicator',
      'hotkey',
      'leaseLost',
      'diskFull',
      'accessibilityLost',
      'ending',
    ]),
    words: z.string(),
    ...running,
  }),
  z.object({ kind: z.literal('locked'), words: z.string(), ...running }),
]);
export type CompanionCaptureState = z.output<typeof captureStateSchema>;

const sessionStatusSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('recording') }),
  z.object({ kind: z.literal('paused'), reason: z.string() }),
  z.object({ kind: z.literal('interrupted') }),
  z.object({ kind: z.literal('local'), reviewed: z.boolean() }),
  z.object({ kind: z.literal('kept') }),
  z.object({ kind: z.literal('sharing'), uploaded: countSchema, total: countSchema }),
  z.object({ kind: z.literal('shared') }),
  z.object({ kind: z.literal('deleted') }),
  z.object({ kind: z.literal('withdrawn') }),
  z.object({ kind: z.literal('erased') }),
]);

export const outcomeSchema = z.enum(['unknown', 'success', 'failure']);

export const sessionSummarySchema = z.object({
  session: idSchema('session'),
  program: idSchema('program'),
  receipt: idSchema('receipt'),
  tier: tierSchema,
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  durationNs: timeNsSchema,
  stopReason: z.string().nullable(),
  status: sessionStatusSchema,
  reviewed: z.boolean(),
  outcome: outcomeSchema,
  /** Sharing was begun once: nothing of it can be changed before it is taken back. */
  sent: z.boolean(),
  segments: z.array(
    z.object({
      segment: idSchema('segment'),
      index: countSchema,
      startNs: timeNsSchema,
      endNs: timeNsSchema,
      sizeBytes: countSchema,
      uploaded: z.boolean(),
    }),
  ),
  apps: z.array(z.string()),
  origins: z.array(z.string()),
  edits: z.array(
    z.object({
      at: instantSchema,
      edit: z.enum(['cut', 'dropStep', 'blackOut', 'missed', 'named']),
      fromNs: timeNsSchema.optional(),
      toNs: timeNsSchema.optional(),
    }),
  ),
  accounting: accountingSchema,
  /** What does not add up. */
  problems: z.array(sessionProblemSchema),
});
export type CompanionSession = z.output<typeof sessionSummarySchema>;

export const offeredProgramSchema = z.object({
  program: idSchema('program'),
  /** The steward's statement, verified by this device: what `words` were made from. */
  signed: jwsSchema,
  title: z.string(),
  controller: z.string(),
  purposeText: z.string(),
  purposes: z.array(z.string()),
  apps: z.array(z.object({ app: z.string(), origins: z.array(z.string()).nullable() })),
  tiers: z.array(tierSchema),
  region: z.string(),
  retentionDays: countSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  /** What it covers in every recording for it; nobody can take that away. */
  alwaysCover: alwaysCoverSchema.nullable(),
  state: z.enum(['notYet', 'open', 'ended']),
  consent: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('declined') }),
    z.object({ kind: z.literal('live'), receipt: idSchema('receipt'), tier: tierSchema }),
    z.object({ kind: z.literal('withdrawn'), receipt: idSchema('receipt') }),
    z.object({ kind: z.literal('expired'), receipt: idSchema('receipt') }),
  ]),
});
export type CompanionProgram = z.output<typeof offeredProgramSchema>;

const { terms, patterns, areas } = alwaysCoverSchema.shape;

/** One of the contributor's own rules of what is always covered. */
export const coverRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('term'), term: terms.unwrap().element }),
  z.object({ kind: z.literal('pattern'), pattern: patterns.unwrap().element }),
  z.object({ kind: z.literal('area'), area: areas.unwrap().element }),
]);
export type CoverRule = z.output<typeof coverRuleSchema>;

export const receiptRowSchema = z.object({
  receipt: idSchema('receipt'),
  program: idSchema('program'),
  tier: tierSchema,
  issuedAt: instantSchema,
  expiresAt: instantSchema,
  state: z.enum([
    'notYet',
    'live',
    'expired',
    'withdrawn',
    'narrowed',
    'programEnded',
    'deviceRevoked',
  ]),
  /** For download: the ISO/IEC TS 27560 record, signed. */
  signed: jwsSchema,
  withdrawal: jwsSchema.nullable(),
});

export const jobSchema = z.object({
  job: z.string(),
  kind: z.enum(['share', 'takeBack', 'missed', 'edit', 'erase', 'takeout']),
  session: idSchema('session').nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  unit: z.enum(['segments', 'bytes']),
  done: countSchema,
  total: countSchema,
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  /** `fetchTakeout` has its bytes. */
  fetchable: z.boolean(),
  /** What went wrong and what to do, where it failed. */
  words: z.string().nullable(),
  /** Of that, by which a page has words of its own; null also where no known error ended it. */
  errorCode: z.string().nullable(),
});
export type CompanionJob = z.output<typeof jobSchema>;

/** What was just taken or left, never its content. */
const ledgerEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('captured'),
    atMs: z.number(),
    what: z.string(),
    app: z.string(),
    count: countSchema,
  }),
  z.object({
    kind: z.literal('dropped'),
    atMs: z.number(),
    what: z.string(),
    reason: z.string(),
    count: countSchema,
  }),
]);
export type CompanionLedgerEntry = z.output<typeof ledgerEntrySchema>;

/** One server-sent event: its `data` line as JSON. */
export const companionEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('capture'), state: captureStateSchema }),
  z.object({ kind: z.literal('ledger'), entry: ledgerEntrySchema }),
  z.object({ kind: z.literal('session'), session: sessionSummarySchema }),
  z.object({ kind: z.literal('job'), job: jobSchema }),
]);
export type CompanionEvent = z.output<typeof companionEventSchema>;

export const erasureScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('program'), program: idSchema('program') }),
  z.object({
    kind: z.literal('sessions'),
    sessions: z.array(idSchema('session')).min(1).max(10_000),
  }),
]);

export const erasureRowSchema = z.object({
  /** The name of the request on this device. */
  erasure: z.string(),
  scope: erasureScopeSchema,
  requestedAt: instantSchema,
  /** `queued`: this device's keys are gone, vault and keeper have not heard of it yet. */
  state: z.enum(['queued', 'started', 'final']),
  finalAt: instantSchema.nullable(),
  request: jwsSchema,
  receipt: jwsSchema.nullable(),
  final: jwsSchema.nullable(),
});

/** Raw material, so that the page itself verifies it (packages/tlog). */
export const auditSchema = z.object({
  /** How the log calls this contributor; null before the keeper knows this device. */
  pseudonym: z.string().nullable(),
  entries: z.array(
    z.object({
      index: countSchema,
      /** The entry's bytes, base64url. */
      entry: base64urlSchema,
      /** RFC 6962 inclusion proof, hashes in standard base64, leaf first. */
      proof: z.array(z.base64()),
    }),
  ),
  /** The signed note that the proofs lead to. */
  checkpoint: z.string(),
  logKey: z.string(),
  witnessKeys: z.array(z.string()),
});
export type CompanionAudit = z.output<typeof auditSchema>;
