/**
 * The vault's routes for people at the console: sign-in, what there is, what a
 * grant would reach, drafts of grants. A signed-in person calls every route of
 * their role too; passkeys are registered at the keeper, through here.
 */
import { z } from 'zod';
import { passkeyRoutes } from './passkey-routes.ts';
import type { Contract } from './route.ts';
import { json, noBody, none, nothing } from './shapes.ts';
import { countSchema, idSchema, instantSchema, tierSchema } from './values.ts';
import { purposeSchema, reachSchema } from './vault-release-routes.ts';

const personSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('steward'), id: idSchema('steward') }),
  z.object({ kind: z.literal('researcher'), id: idSchema('researcher') }),
  z.object({ kind: z.literal('operator'), id: z.null() }),
]);
export type SignedInPerson = z.output<typeof personSchema>;

const idsOrAll = <Kind extends 'contributor' | 'session'>(kind: Kind) =>
  z.array(idSchema(kind)).min(1).max(1000).nullable();

/** What a grant asks for, before its researcher has signed it. */
const grantDraftSchema = z.object({
  program: idSchema('program'),
  purpose: purposeSchema,
  reason: z.string().min(1).max(4000),
  tiers: z.array(tierSchema).min(1).max(4),
  filter: z.object({
    contributors: idsOrAll('contributor'),
    sessions: idsOrAll('session'),
    apps: z.array(z.string().min(1).max(200)).min(1).max(500).nullable(),
    from: instantSchema.nullable(),
    until: instantSchema.nullable(),
  }),
  days: z.int().min(1).max(90),
  quota: z.object({ segments: z.int().min(1), bytes: z.int().min(1) }),
});
export type GrantDraft = z.output<typeof grantDraftSchema>;

const draftIdSchema = z.string().regex(/^drf_[0-9a-hjkmnp-tv-z]{26}$/);

export const consoleRoutes = {
  /** To the identity provider, and from there to the callback. */
  signIn: {
    method: 'GET',
    path: '/v1/sign-in',
    callers: ['anyone'],
    params: none,
    query: none,
    body: noBody,
    answer: { kind: 'redirect' },
  },
  /** Sets the session's cookie and goes to the console. */
  signInCallback: {
    method: 'GET',
    path: '/v1/sign-in/callback',
    callers: ['anyone'],
    params: none,
    /** OAuth 2.0's own parameters: `code` and `state`, or `error`. */
    query: z.object({ state: z.string().max(256) }).catchall(z.string()),
    body: noBody,
    answer: { kind: 'redirect' },
  },
  /** @throws signInNeeded */
  who: {
    method: 'GET',
    path: '/v1/who',
    callers: ['anyone', 'steward', 'researcher', 'operator'],
    params: none,
    query: none,
    body: noBody,
    answer: json(personSchema),
  },
  signOut: {
    method: 'POST',
    path: '/v1/sign-out',
    callers: ['steward', 'researcher', 'operator'],
    params: none,
    query: none,
    body: noBody,
    answer: nothing,
  },
  ...passkeyRoutes,
  /** Programs with what has come in under them: counts only. */
  catalogue: {
    method: 'GET',
    path: '/v1/catalogue',
    callers: ['researcher', 'steward'],
    params: none,
    query: none,
    body: noBody,
    answer: json(
      z.object({
        programs: z.array(
          z.object({
            program: idSchema('program'),
            title: z.string(),
            controller: z.string(),
            purposes: z.array(purposeSchema),
            tiers: z.array(tierSchema),
            apps: z.array(z.string()),
            region: z.string(),
            retentionDays: countSchema,
            /** As the program states it; null: it states none. */
            licence: z.string().nullable(),
            startsAt: instantSchema,
            endsAt: instantSchema,
            state: z.enum(['notYet', 'open', 'ended']),
            people: countSchema,
            sessions: countSchema,
            segments: countSchema,
            hours: z.number().nonnegative(),
            /** Summed from what devices signed and contributors approved; null: none of them says. */
            actions: z.array(z.object({ kind: z.string(), count: countSchema })).nullable(),
            quality: z.array(z.object({ verdict: z.string(), sessions: countSchema })).nullable(),
            /** Dataset versions that hold what was erased since. */
            staleDatasets: countSchema,
          }),
        ),
      }),
    ),
  },
  /** What such a grant would reach now. */
  previewReach: {
    method: 'POST',
    path: '/v1/reach',
    callers: ['researcher', 'steward'],
    params: none,
    query: none,
    body: json(grantDraftSchema.pick({ program: true, purpose: true, tiers: true, filter: true })),
    answer: json(reachSchema),
  },
  /** Kept for a day, until `understudy grant request --draft` signs it with the researcher's own key. */
  putDraft: {
    method: 'POST',
    path: '/v1/drafts',
    callers: ['researcher'],
    params: none,
    query: none,
    body: json(grantDraftSchema),
    answer: json(z.object({ draft: draftIdSchema, command: z.string() })),
  },
  getDraft: {
    method: 'GET',
    path: '/v1/drafts/:draft',
    callers: ['researcher'],
    params: z.object({ draft: draftIdSchema }),
    query: none,
    body: noBody,
    answer: json(grantDraftSchema),
  },
} as const satisfies Contract;
