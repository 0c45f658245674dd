/**
 * The companion's local contract, on 127.0.0.1 only. Every route asks for the
 * token of the companion's port file (`Authorization: Bearer`), whatever `callers`
 * says: `anyone` means no signature.
 * Host and Origin must be the companion's own.
 */
import { alwaysCoverSchema } from '@understudy/consent';
import { z } from 'zod';
import {
  auditSchema,
  boxSchema,
  captureStateSchema,
  coverRuleSchema,
  erasureRowSchema,
  erasureScopeSchema,
  jobSchema,
  offeredProgramSchema,
  outcomeSchema,
  receiptRowSchema,
  sessionSummarySchema,
  timeRangeSchema,
} from './companion-shapes.ts';
import { segmentViewSchema, timelineSchema } from './companion-timeline.ts';
import type { Contract } from './route.ts';
import { json, noBody, none, nothing } from './shapes.ts';
import { countSchema, idSchema, instantSchema, recipientSchema, tierSchema } from './values.ts';

const open = { callers: ['anyone'], params: none, query: none, body: noBody } as const;
const ofSession = {
  callers: ['anyone'],
  params: z.object({ session: idSchema('session') }),
  query: none,
} as const;
const ofProgram = {
  callers: ['anyone'],
  params: z.object({ program: idSchema('program') }),
  query: none,
} as const;
const ofJob = {
  callers: ['anyone'],
  params: z.object({ job: z.string().max(64) }),
  query: none,
  body: noBody,
} as const;
const ofRules = {
  callers: ['anyone'],
  params: none,
  query: none,
  answer: json(alwaysCoverSchema),
} as const;
const summary = json(sessionSummarySchema);
/** Long work goes on without its caller: follow it by `listJobs` or the events. */
const job = json(jobSchema);

export const companionRoutes = {
  state: {
    ...open,
    method: 'GET',
    path: '/v1/state',
    answer: json(
      z.object({
        service: z.literal('companion'),
        version: z.string(),
        contributor: idSchema('contributor'),
        device: idSchema('device'),
        /** Whether the home has joined a vault, and which. */
        vault: z.string().nullable(),
        /** Statements and sessions that wait until vault or keeper can be reached. */
        pending: countSchema,
        capture: captureStateSchema,
      }),
    ),
  },
  /** `text/event-stream`; each `data` is a companionEventSchema. Begins with the state as it is. */
  events: {
    ...open,
    method: 'GET',
    path: '/v1/events',
    answer: { kind: 'bytes', mediaType: 'text/event-stream' },
  },

  listPrograms: {
    ...open,
    method: 'GET',
    path: '/v1/programs',
    answer: json(z.object({ programs: z.array(offeredProgramSchema), vaultReached: z.boolean() })),
  },
  /** Signs a receipt up to `tier`. */
  giveConsent: {
    ...ofProgram,
    method: 'POST',
    path: '/v1/programs/:program/consent',
    body: json(z.object({ tier: tierSchema })),
    answer: json(receiptRowSchema),
  },
  decline: {
    ...ofProgram,
    method: 'POST',
    path: '/v1/programs/:program/decline',
    body: noBody,
    answer: nothing,
  },
  listReceipts: {
    ...open,
    method: 'GET',
    path: '/v1/receipts',
    answer: json(z.object({ receipts: z.array(receiptRowSchema) })),
  },
  /** Ends a running session under it at once. */
  withdraw: {
    method: 'POST',
    path: '/v1/receipts/:receipt/withdraw',
    callers: ['anyone'],
    params: z.object({ receipt: idSchema('receipt') }),
    query: none,
    body: noBody,
    answer: json(
      z.object({
        receipt: receiptRowSchema,
        ended: idSchema('session').nullable(),
        /** Vault or keeper could not be reached; it is sent as soon as they can. */
        queued: z.boolean(),
      }),
    ),
  },

  /** The contributor's own rules of what is always covered; a change holds from the next recording on. */
  listCover: { ...ofRules, method: 'GET', path: '/v1/cover', body: noBody },
  addCover: { ...ofRules, method: 'POST', path: '/v1/cover', body: json(coverRuleSchema) },
  removeCover: {
    ...ofRules,
    method: 'POST',
    path: '/v1/cover/remove',
    body: json(coverRuleSchema),
  },

  start: {
    ...open,
    method: 'POST',
    path: '/v1/capture/start',
    body: json(
      z.object({
        program: idSchema('program'),
        tier: tierSchema.optional(),
        /** Tells what is copied and pasted; refused where the recorder cannot. */
        clipboard: z.boolean().optional(),
        task: z.string().max(2000).optional(),
      }),
    ),
    answer: json(captureStateSchema),
  },
  pause: { ...open, method: 'POST', path: '/v1/capture/pause', answer: json(captureStateSchema) },
  resume: { ...open, method: 'POST', path: '/v1/capture/resume', answer: json(captureStateSchema) },
  stop: {
    ...open,
    method: 'POST',
    path: '/v1/capture/stop',
    answer: json(sessionSummarySchema.nullable()),
  },

  listSessions: {
    ...open,
    method: 'GET',
    path: '/v1/sessions',
    answer: json(z.object({ sessions: z.array(sessionSummarySchema) })),
  },
  getSession: {
    ...ofSession,
    method: 'GET',
    path: '/v1/sessions/:session',
    body: noBody,
    answer: summary,
  },
  timeline: {
    ...ofSession,
    method: 'GET',
    path: '/v1/sessions/:session/timeline',
    body: noBody,
    answer: json(timelineSchema),
  },
  /** What the review draws of one segment, as it would be shared: its pictures and the pointer's path. */
  segmentView: {
    callers: ['anyone'],
    params: z.object({ session: idSchema('session'), segment: idSchema('segment') }),
    query: none,
    method: 'GET',
    path: '/v1/sessions/:session/segments/:segment',
    body: noBody,
    answer: json(segmentViewSchema),
  },

  /** Everything in the range goes, for good. Each edit is a job; the session that it leaves comes as an event. */
  cut: {
    ...ofSession,
    method: 'POST',
    path: '/v1/sessions/:session/cut',
    body: json(timeRangeSchema),
    answer: job,
  },
  /** What the person did in the range goes; pictures stay. Give a step's `startNs` and `endNs`. */
  dropStep: {
    ...ofSession,
    method: 'POST',
    path: '/v1/sessions/:session/drop-step',
    body: json(timeRangeSchema),
    answer: job,
  },
  blackOut: {
    ...ofSession,
    method: 'POST',
    path: '/v1/sessions/:session/black-out',
    body: json(z.object({ box: boxSchema, range: timeRangeSchema })),
    answer: job,
  },
  /** Covers the text wherever it stands in the session, and remembers to cover it from now on. */
  missed: {
    ...ofSession,
    method: 'POST',
    path: '/v1/sessions/:session/missed',
    body: json(z.object({ text: z.string().min(1).max(500) })),
    answer: job,
  },
  describe: {
    ...ofSession,
    method: 'PUT',
    path: '/v1/sessions/:session/description',
    body: json(z.object({ task: z.string().max(2000).nullable(), outcome: outcomeSchema })),
    answer: job,
  },
  /** The contributor has looked at it: `share` is refused before. */
  markReviewed: {
    ...ofSession,
    method: 'POST',
    path: '/v1/sessions/:session/reviewed',
    body: noBody,
    answer: summary,
  },
  share: {
    ...ofSession,
    method: 'POST',
    path: '/v1/sessions/:session/share',
    body: noBody,
    answer: job,
  },
  /** Erases what was shared, here too; a copy of it that can be changed is told of as a new session. */
  takeBack: {
    ...ofSession,
    method: 'POST',
    path: '/v1/sessions/:session/take-back',
    body: noBody,
    answer: job,
  },
  keep: {
    ...ofSession,
    method: 'POST',
    path: '/v1/sessions/:session/keep',
    body: noBody,
    answer: summary,
  },
  deleteSession: {
    ...ofSession,
    method: 'DELETE',
    path: '/v1/sessions/:session',
    body: noBody,
    answer: summary,
  },

  listJobs: {
    ...open,
    method: 'GET',
    path: '/v1/jobs',
    answer: json(z.object({ jobs: z.array(jobSchema) })),
  },
  cancelJob: { ...ofJob, method: 'DELETE', path: '/v1/jobs/:job', answer: job },

  erase: {
    ...open,
    method: 'POST',
    path: '/v1/erasures',
    body: json(z.object({ scope: erasureScopeSchema })),
    answer: json(erasureRowSchema),
  },
  listErasures: {
    ...open,
    method: 'GET',
    path: '/v1/erasures',
    answer: json(z.object({ erasures: z.array(erasureRowSchema) })),
  },
  audit: { ...open, method: 'GET', path: '/v1/audit', answer: json(auditSchema) },
  listNotices: {
    ...open,
    method: 'GET',
    path: '/v1/notices',
    answer: json(
      z.object({
        notices: z.array(
          z.object({ incident: idSchema('incident'), sentAt: instantSchema, text: z.string() }),
        ),
      }),
    ),
  },
  /** An age archive (a tar of MCAP files, receipts, manifests) for any recipient, made as a job. */
  takeout: {
    ...open,
    method: 'POST',
    path: '/v1/takeouts',
    body: json(z.object({ recipient: recipientSchema })),
    answer: job,
  },
  /** The archive of a job that is done; kept until it was fetched whole once. */
  fetchTakeout: {
    ...ofJob,
    method: 'GET',
    path: '/v1/takeouts/:job',
    answer: { kind: 'bytes', mediaType: 'application/octet-stream' },
  },
} as const satisfies Contract;
export type CompanionContract = typeof companionRoutes;
