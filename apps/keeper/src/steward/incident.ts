/**
 * Incidents as stewards draw them up from the log, and the receipts that each contributor was told:
 * the log holds counts, pseudonyms and hashes, no text.
 */
import { createHash } from 'node:crypto';
import { isId } from '@understudy/base';
import type { IncidentId, StewardId } from '@understudy/base';
import { openStatement } from '@understudy/consent';
import { noticeChannels, pseudonymSchema } from '@understudy/tlog';
import { z } from 'zod';
import { timeNow, type Core } from '../core.ts';
import { KeeperError, notAllowedError } from '../error.ts';
import { requireAction, stewardAsks } from '../policy/require.ts';

const head = {
  incident: z.custom<IncidentId>((value) => isId('incident', value)),
  steward: z.custom<StewardId>((value) => isId('steward', value)),
  issuedAt: z.iso.datetime(),
};

const incidentSchema = z.strictObject({
  ...head,
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  releases: z.int().nonnegative(),
  contributors: z.int().nonnegative(),
});

const noticeSchema = z.strictObject({
  ...head,
  /** As the log calls the contributor. */
  contributor: pseudonymSchema,
  /** Of the notice's text. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** How it went out. */
  sentBy: z.array(z.enum(noticeChannels)).min(1).max(noticeChannels.length),
});

interface Filed {
  readonly logIndex: number;
}

/** Idempotent. @throws KeeperError conflict where that incident was filed with other facts */
export async function fileIncident(core: Core, caller: StewardId, jws: string): Promise<Filed> {
  const { incident, from, until, releases, contributors } = await openOwn(
    core,
    caller,
    'incident',
    jws,
    incidentSchema,
  );
  const there = core.journal.facts.incidents.get(incident);
  if (there !== undefined) {
    const same =
      there.from === from &&
      there.until === until &&
      there.releases === releases &&
      there.contributors === contributors;
    if (same) return { logIndex: there.index };
    throw new KeeperError({
      code: 'conflict',
      message: `The incident ${incident} was filed with other facts.`,
      remedy: 'Draw it up anew: `understudy incident`.',
    });
  }
  const at = timeNow(core.clock);
  const entry = { v: 1, kind: 'incident', at, incident, from, until } as const;
  const { index } = await core.journal.append([{ ...entry, releases, contributors }]);
  return { logIndex: index };
}

/** Idempotent by incident and contributor. @throws KeeperError notAllowed where no such incident was filed */
export async function fileNotice(core: Core, caller: StewardId, jws: string): Promise<Filed> {
  const { incident, contributor, sentBy } = await openOwn(
    core,
    caller,
    'notice',
    jws,
    noticeSchema,
  );
  const filed = core.journal.facts.incidents.get(incident);
  if (filed === undefined) throw notAllowedError();
  const there = filed.receipts.get(contributor);
  if (there !== undefined) return { logIndex: there };
  const sha256 = createHash('sha256').update(jws).digest('hex');
  const at = timeNow(core.clock);
  const { index } = await core.journal.append([
    { v: 1, kind: 'notice', at, incident, contributor, sha256, sentBy },
  ]);
  return { logIndex: index };
}

/** Every incident that was filed, oldest first. */
export function listIncidents({ journal }: Core) {
  return [...journal.facts.incidents].map(([incident, filed]) => ({
    incident,
    from: filed.from,
    until: filed.until,
    openedAt: filed.at,
    releases: filed.releases,
    contributors: filed.contributors,
    receipts: filed.receipts.size,
  }));
}

/** A steward files what they signed themselves. @throws ConsentError; KeeperError notAllowed */
async function openOwn<Value extends { readonly steward: StewardId }>(
  core: Core,
  caller: StewardId,
  kind: 'incident' | 'notice',
  jws: string,
  schema: z.ZodType<Value>,
): Promise<Value> {
  const keys = core.trust.stewards.map(({ publicJwk }) => publicJwk);
  const { value, kid } = await openStatement(kind, jws, keys, schema);
  if (core.stewardOfKid(kid) !== value.steward || caller !== value.steward) throw notAllowedError();
  const action = kind === 'incident' ? 'fileIncident' : 'fileNotice';
  requireAction(core, stewardAsks(caller), action);
  return value;
}
