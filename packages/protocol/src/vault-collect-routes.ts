/** The vault's routes for what comes in: programs, devices, consent, sessions, segments. */
import { z } from 'zod';
import type { Contract } from './route.ts';
import { json, noBody, none, nothing } from './shapes.ts';
import {
  countSchema,
  idSchema,
  instantSchema,
  jwsSchema,
  publicJwkSchema,
  recipientSchema,
  sha256Schema,
  tierSchema,
} from './values.ts';

/** One append of an upload. */
export const maxPieceBytes = 4 << 20;

const programRowSchema = z.object({
  program: idSchema('program'),
  state: z.enum(['notYet', 'open', 'ended']),
  /** The steward's signed statement; everything else about the program is in it. */
  signed: jwsSchema,
});

const consentStateSchema = z.enum([
  'notYet',
  'live',
  'expired',
  'withdrawn',
  'narrowed',
  'otherProgram',
  'programEnded',
  'deviceRevoked',
]);

const uploadStateSchema = z.object({
  segment: idSchema('segment'),
  receivedBytes: countSchema,
  sizeBytes: countSchema,
  complete: z.boolean(),
});

const sessionRowSchema = z.object({
  session: idSchema('session'),
  program: idSchema('program'),
  receipt: idSchema('receipt'),
  device: idSchema('device'),
  tier: tierSchema,
  startedAt: instantSchema,
  endedAt: instantSchema,
  closed: z.boolean(),
  segments: z.array(uploadStateSchema),
});

export const collectRoutes = {
  listPrograms: {
    method: 'GET',
    path: '/v1/programs',
    callers: ['anyone'],
    params: none,
    query: none,
    body: noBody,
    answer: json(z.object({ programs: z.array(programRowSchema) })),
  },
  getProgram: {
    method: 'GET',
    path: '/v1/programs/:program',
    callers: ['anyone'],
    params: z.object({ program: idSchema('program') }),
    query: none,
    body: noBody,
    answer: json(programRowSchema),
  },
  /** A program never changes once published: the same statement again, or `conflict`. */
  publishProgram: {
    method: 'PUT',
    path: '/v1/programs/:program',
    callers: ['steward'],
    params: z.object({ program: idSchema('program') }),
    query: none,
    body: json(z.object({ signed: jwsSchema })),
    answer: json(programRowSchema),
  },
  /**
   * The first device of a contributor enrols itself; a further one carries an
   * endorsement by one that is enrolled.
   */
  enrolDevice: {
    method: 'POST',
    path: '/v1/devices',
    callers: ['anyone'],
    params: none,
    query: none,
    body: json(z.object({ enrolment: jwsSchema })),
    answer: json(z.object({ contributor: idSchema('contributor'), device: idSchema('device') })),
  },
  listDevices: {
    method: 'GET',
    path: '/v1/devices',
    callers: ['device'],
    params: none,
    query: none,
    body: noBody,
    answer: json(
      z.object({
        devices: z.array(
          z.object({
            device: idSchema('device'),
            publicJwk: publicJwkSchema,
            recipient: recipientSchema,
            revoked: z.boolean(),
          }),
        ),
      }),
    ),
  },
  /** The statement itself proves who revokes. */
  revokeDevice: {
    method: 'POST',
    path: '/v1/devices/revoke',
    callers: ['anyone'],
    params: none,
    query: none,
    body: json(z.object({ revocation: jwsSchema })),
    answer: nothing,
  },
  putReceipt: {
    method: 'PUT',
    path: '/v1/receipts/:receipt',
    callers: ['device'],
    params: z.object({ receipt: idSchema('receipt') }),
    query: none,
    body: json(z.object({ receipt: jwsSchema })),
    answer: json(z.object({ receipt: idSchema('receipt'), state: consentStateSchema })),
  },
  listReceipts: {
    method: 'GET',
    path: '/v1/receipts',
    callers: ['device'],
    params: none,
    query: none,
    body: noBody,
    answer: json(
      z.object({
        receipts: z.array(
          z.object({
            receipt: idSchema('receipt'),
            program: idSchema('program'),
            state: consentStateSchema,
            signed: jwsSchema,
            withdrawals: z.array(jwsSchema),
          }),
        ),
      }),
    ),
  },
  /** Uploads and releases under the receipt stop before this is answered. */
  withdraw: {
    method: 'POST',
    path: '/v1/withdrawals',
    callers: ['anyone'],
    params: none,
    query: none,
    body: json(z.object({ withdrawal: jwsSchema })),
    answer: json(z.object({ receipt: idSchema('receipt'), state: consentStateSchema })),
  },
  /**
   * The device's signed list of a session's segments; may be put again while
   * the session is open, if what it listed before is still listed unchanged.
   */
  putManifest: {
    method: 'PUT',
    path: '/v1/sessions/:session/manifest',
    callers: ['device'],
    params: z.object({ session: idSchema('session') }),
    query: none,
    body: json(z.object({ manifest: jwsSchema })),
    answer: json(sessionRowSchema),
  },
  /** The caller's own sessions and how far each is uploaded. */
  listSessions: {
    method: 'GET',
    path: '/v1/sessions',
    callers: ['device'],
    params: none,
    query: none,
    body: noBody,
    answer: json(z.object({ sessions: z.array(sessionRowSchema) })),
  },
  getUpload: {
    method: 'GET',
    path: '/v1/segments/:segment/upload',
    callers: ['device'],
    params: z.object({ segment: idSchema('segment') }),
    query: none,
    body: noBody,
    answer: json(uploadStateSchema),
  },
  /**
   * Appends the body at `offset`, which must be where the stored part ends
   * (`badOffset` says where that is); the append that completes the segment
   * checks its SHA-256. Once complete, any append answers with the state.
   */
  appendSegment: {
    method: 'PATCH',
    path: '/v1/segments/:segment/upload',
    callers: ['device'],
    params: z.object({ segment: idSchema('segment') }),
    query: z.object({ offset: z.coerce.number().int().nonnegative() }),
    body: { kind: 'bytes', maxBytes: maxPieceBytes },
    answer: json(uploadStateSchema),
  },
  /** The caller's own sealed segment (takeout). */
  getSegment: {
    method: 'GET',
    path: '/v1/segments/:segment',
    callers: ['device'],
    params: z.object({ segment: idSchema('segment') }),
    query: none,
    body: noBody,
    answer: { kind: 'bytes', mediaType: 'application/octet-stream' },
  },
  /** Deletes the blobs and marks datasets stale at once; the keeper destroys the keys. */
  erase: {
    method: 'POST',
    path: '/v1/erasures',
    callers: ['anyone'],
    params: none,
    query: none,
    body: json(z.object({ request: jwsSchema })),
    answer: json(
      z.object({
        /** The keeper's signed receipt, or null until the keeper can be reached. */
        receipt: jwsSchema.nullable(),
        erasure: z.string().nullable(),
        finalAt: instantSchema.nullable(),
        sessions: countSchema,
        segments: countSchema,
        staleDatasets: z.array(idSchema('dataset')),
      }),
    ),
  },
  listErasures: {
    method: 'GET',
    path: '/v1/erasures',
    callers: ['device', 'steward'],
    params: none,
    query: none,
    body: noBody,
    answer: json(
      z.object({
        erasures: z.array(
          z.object({
            erasure: z.string().nullable(),
            requestedAt: instantSchema,
            /** The contributor asked for it, or the session's retention ended. */
            cause: z.enum(['request', 'retention']),
            state: z.enum(['keeperPending', 'started', 'final']),
            finalAt: instantSchema.nullable(),
            receipt: jwsSchema.nullable(),
            final: jwsSchema.nullable(),
            segments: countSchema,
          }),
        ),
      }),
    ),
  },
  /** Notices to this contributor: incidents that touched their data. */
  listNotices: {
    method: 'GET',
    path: '/v1/notices',
    callers: ['device'],
    params: none,
    query: none,
    body: noBody,
    answer: json(
      z.object({
        notices: z.array(
          z.object({
            incident: idSchema('incident'),
            sentAt: instantSchema,
            text: z.string(),
            sha256: sha256Schema,
          }),
        ),
      }),
    ),
  },
} as const satisfies Contract;
