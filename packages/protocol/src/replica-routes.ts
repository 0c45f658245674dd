/**
 * Keepers that stand in for each other (spec/protocol.md §6). What a replica asks of its primary is
 * signed with the keepers' common service key, which is its proof.
 */
import { z } from 'zod';
import type { Contract } from './route.ts';
import { json, noBody, none } from './shapes.ts';
import { countSchema, idSchema, jwsSchema, recipientSchema, sha256Schema } from './values.ts';

export const replicaRoutes = {
  /** To a replica: take the primary's place. It is sealed then. */
  promote: {
    method: 'POST',
    path: '/v1/keeper/promote',
    callers: ['steward', 'operator'],
    params: none,
    query: none,
    body: noBody,
    answer: json(z.object({ term: countSchema })),
  },
  /** Leave to open segments, for 2 s at most from when it was asked for. */
  replicaLease: {
    method: 'POST',
    path: '/v1/replicas/leases',
    callers: ['anyone'],
    params: none,
    query: none,
    body: json(z.object({ request: jwsSchema })),
    answer: json(
      z.object({
        epoch: countSchema,
        lock: z.enum(['unlocked', 'locked']),
        leaseMs: countSchema,
        /** Of the releases that run there: those that may not go on. */
        stopped: z.array(idSchema('release')),
      }),
    ),
  },
  /** A release that is logged, to be opened by the replica instead; once. */
  replicaTicket: {
    method: 'POST',
    path: '/v1/replicas/tickets',
    callers: ['anyone'],
    params: none,
    query: none,
    body: json(z.object({ request: jwsSchema })),
    answer: json(
      z.object({
        release: idSchema('release'),
        contributor: idSchema('contributor'),
        program: idSchema('program'),
        session: idSchema('session').nullable(),
        recipient: recipientSchema,
        sha256: sha256Schema,
        sizeBytes: countSchema,
      }),
    ),
  },
} as const satisfies Contract;
