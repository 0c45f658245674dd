/** The vault's routes for those who answer for it: status, log, releases over time, incidents, lockdown. */
import { z } from 'zod';
import { incidentSchema } from './incident-routes.ts';
import { keeperRoutes, keeperStatusSchema } from './keeper-routes.ts';
import type { Contract } from './route.ts';
import { json, noBody, none, nothing } from './shapes.ts';
import { countSchema, idSchema, instantSchema } from './values.ts';

const vaultHealthSchema = z.object({
  service: z.literal('vault'),
  version: z.string(),
  mode: z.enum(['development', 'production']),
  /** New at each start. */
  instance: z.string(),
});
export type VaultHealth = z.output<typeof vaultHealthSchema>;

/** What a vault hands on to the keeper, by the keeper's route that takes it. */
const relayKindSchema = z.enum([
  'enrolDevice',
  'revokeDevice',
  'withdraw',
  'erase',
  'expire',
  'revokeGrant',
]);
export type RelayKind = z.output<typeof relayKindSchema>;

export const governRoutes = {
  health: {
    method: 'GET',
    path: '/v1/health',
    callers: ['anyone'],
    params: none,
    query: none,
    body: noBody,
    answer: json(vaultHealthSchema),
  },
  status: {
    method: 'GET',
    path: '/v1/status',
    callers: ['steward', 'operator'],
    params: none,
    query: none,
    body: noBody,
    answer: json(
      z.object({
        vault: vaultHealthSchema,
        keeper: keeperStatusSchema.nullable(),
        counts: z.object({
          programs: countSchema,
          contributors: countSchema,
          devices: countSchema,
          sessions: countSchema,
          segments: countSchema,
          sealedBytes: countSchema,
          grants: countSchema,
          releases: countSchema,
          erasuresUnderWay: countSchema,
          staleDatasets: countSchema,
        }),
        /** The newest control report that the keeper was given, or null. */
        report: z
          .object({
            at: instantSchema,
            build: z.string(),
            green: z.boolean(),
            controls: z.array(z.object({ name: z.string(), green: z.boolean() })),
          })
          .nullable(),
        /** Statements that the keeper has not answered yet. */
        pendingRelays: countSchema,
        /** Statements that the keeper does not take. */
        refusedRelays: z.array(z.object({ kind: relayKindSchema, code: z.string() })),
        witnesses: z.array(
          z.object({ name: z.string(), cosignedSize: countSchema, at: instantSchema.nullable() }),
        ),
      }),
    ),
  },
  /** Releases per day, program and purpose: what the steward's chart shows. */
  releasesOverTime: {
    method: 'GET',
    path: '/v1/releases',
    callers: ['steward'],
    params: none,
    query: z.object({ from: instantSchema.optional(), to: instantSchema.optional() }),
    body: noBody,
    answer: json(
      z.object({
        days: z.array(
          z.object({
            day: z.iso.date(),
            program: idSchema('program'),
            grant: idSchema('grant'),
            releases: countSchema,
            bytes: countSchema,
          }),
        ),
      }),
    ),
  },
  /** Every incident that a steward drew up, and how far its notices have come. Oldest first. */
  listIncidents: {
    method: 'GET',
    path: '/v1/incidents',
    callers: ['steward'],
    params: none,
    query: none,
    body: noBody,
    answer: json(
      z.object({
        incidents: z.array(
          incidentSchema.extend({
            /** Contributors to whom a notice was sent. */
            people: countSchema,
            /** When the last of them was; null: none was. */
            sentAt: instantSchema.nullable(),
            /** Notices that a device of the contributor has fetched. */
            fetched: countSchema,
          }),
        ),
      }),
    ),
  },
  /** One notice to each contributor whom an incident touched; the keeper logs the statement. */
  sendNotices: {
    method: 'POST',
    path: '/v1/incidents/:incident/notices',
    callers: ['steward'],
    params: z.object({ incident: idSchema('incident') }),
    query: none,
    body: json(
      z.object({
        notices: z
          .array(z.object({ contributor: idSchema('contributor'), text: z.string().max(20_000) }))
          .max(10_000),
      }),
    ),
    answer: json(z.object({ sent: countSchema })),
  },
  /** Relayed to the keeper; the order is the steward's own signed statement. */
  lockdown: { ...keeperRoutes.lockdown, callers: ['steward'] },
  log: keeperRoutes.log,
  cosign: { ...keeperRoutes.cosign, answer: nothing },
} as const satisfies Contract;
