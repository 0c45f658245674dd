/** What a grant reaches at this moment: its filter, and through it only what consents that stand cover. */
import { tierReaches, type ReceiptId, type SessionId } from '@understudy/base';
import { receiptCovers, type Grant, type SessionManifest } from '@understudy/consent';
import { standingConsent, type Consent } from './consents.ts';
import type { SegmentTable, SessionTable } from './database/schema.ts';
import { devicesByContributor, rowToJwk } from './devices.ts';
import { segmentsBySession } from './sessions.ts';
import type { VaultWorld } from './world.ts';

export interface ReachedSession {
  readonly row: SessionTable;
  readonly manifest: SessionManifest;
  readonly consent: Consent;
  /** Complete ones only, in order. */
  readonly segments: readonly SegmentTable[];
}

/** The part of a grant that decides what it reaches; a draft has it too. */
export type GrantReach = Pick<Grant, 'program' | 'purpose' | 'tiers' | 'filter'>;

export interface Reach {
  readonly people: number;
  readonly sessions: number;
  readonly segments: number;
  readonly hours: number;
}

export async function* sessionsInReach(
  world: VaultWorld,
  grant: GrantReach,
): AsyncGenerator<ReachedSession> {
  const consents = new Map<ReceiptId, Promise<Consent>>();
  const consentOf = (receipt: ReceiptId): Promise<Consent> => {
    const known = consents.get(receipt) ?? standingConsent(world, receipt);
    consents.set(receipt, known);
    return known;
  };
  for (const session of await sessionIdsByGrant(world, grant)) {
    const reached = await reachSession(world, grant, session, consentOf);
    if (reached !== null) yield reached;
  }
}

/** The session through the grant, or null where the grant or the consent does not reach it. */
export async function reachSession(
  world: VaultWorld,
  grant: GrantReach,
  session: SessionId,
  consentOf: (receipt: ReceiptId) => Promise<Consent> = (receipt) =>
    standingConsent(world, receipt),
): Promise<ReachedSession | null> {
  const row = await world.db
    .selectFrom('sessions')
    .selectAll()
    .where('session', '=', session)
    .executeTakeFirst();
  if (row === undefined || row.program !== grant.program) return null;
  if (!grant.tiers.some((held) => tierReaches(held, row.tier))) return null;
  const device = (await devicesByContributor(world, row.contributor)).find(
    (known) => known.device === row.device,
  );
  if (device === undefined) return null;
  const manifest = await world.readManifest(row.manifest, rowToJwk(device));
  if (!filterReaches(grant, manifest)) return null;
  const consent = await consentOf(row.receipt);
  if (consent.state.kind !== 'live') return null;
  const claim = { ...manifest, purpose: grant.purpose };
  if (receiptCovers(consent.receipt, consent.program, claim).kind !== 'covered') return null;
  const segments = (await segmentsBySession(world, session)).filter(
    ({ complete }) => complete === 1,
  );
  return segments.length === 0 ? null : { row, manifest, consent, segments };
}

export async function measureReach(world: VaultWorld, grant: GrantReach): Promise<Reach> {
  const people = new Set<string>();
  let [sessions, segments, durationNs] = [0, 0, 0];
  for await (const reached of sessionsInReach(world, grant)) {
    people.add(reached.row.contributor);
    sessions += 1;
    segments += reached.segments.length;
    for (const segment of reached.segments) durationNs += segment.durationNs;
  }
  return { people: people.size, sessions, segments, hours: durationNs / 3.6e12 };
}

function filterReaches({ filter }: GrantReach, manifest: SessionManifest): boolean {
  const { contributors, sessions, apps, from, until } = filter;
  const startedMs = Date.parse(manifest.startedAt);
  return (
    (contributors === null || contributors.includes(manifest.contributor)) &&
    (sessions === null || sessions.includes(manifest.session)) &&
    (apps === null || manifest.apps.every((app) => apps.includes(app))) &&
    (from === null || startedMs >= Date.parse(from)) &&
    (until === null || startedMs < Date.parse(until))
  );
}

async function sessionIdsByGrant(
  world: VaultWorld,
  grant: GrantReach,
): Promise<readonly SessionId[]> {
  const { contributors, sessions } = grant.filter;
  let query = world.db
    .selectFrom('sessions')
    .select('session')
    .where('program', '=', grant.program)
    .orderBy('session');
  if (contributors !== null) query = query.where('contributor', 'in', contributors);
  if (sessions !== null) query = query.where('session', 'in', sessions);
  return (await query.execute()).map(({ session }) => session);
}
