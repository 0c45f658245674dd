/**
 * Incidents at the keeper: what a steward found in the log, and the receipts of the notices that
 * followed from it. Each statement is filed by the steward who signed it.
 */
import { z } from 'zod';
import type { Contract } from './route.ts';
import { json, noBody, none } from './shapes.ts';
import { countSchema, idSchema, instantSchema, jwsSchema } from './values.ts';

export const incidentSchema = z.object({
  incident: idSchema('incident'),
  /** The time that was looked at: `from` inclusive, `until` exclusive. */
  from: instantSchema,
  until: instantSchema,
  openedAt: instantSchema,
  releases: countSchema,
  /** Whom it touched. */
  contributors: countSchema,
  /** How many of them the log holds the receipt of a notice for. */
  receipts: countSchema,
});

const filed = json(z.object({ logIndex: countSchema }));

export const incidentRoutes = {
  /** Once for each incident; then its notices. */
  fileIncident: {
    method: 'POST',
    path: '/v1/incidents',
    callers: ['steward'],
    params: none,
    query: none,
    body: json(z.object({ incident: jwsSchema })),
    answer: filed,
  },
  /** Oldest first; it says nothing that the log does not. */
  incidents: {
    method: 'GET',
    path: '/v1/incidents',
    callers: ['anyone'],
    params: none,
    query: none,
    body: noBody,
    answer: json(z.object({ incidents: z.array(incidentSchema) })),
  },
  /** The receipt of one notice to one contributor, once. */
  fileNotice: {
    method: 'POST',
    path: '/v1/notices',
    callers: ['steward'],
    params: none,
    query: none,
    body: json(z.object({ notice: jwsSchema })),
    answer: filed,
  },
} as const satisfies Contract;
