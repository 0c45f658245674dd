/**
 * A dataset's sessions → those of them that may not be read any more: their
 * grant does not reach them, because they were withdrawn or erased since.
 */
import type { GrantId } from '@understudy/base';
import { createVaultClient } from '@understudy/courier';
import type { ManifestSession } from '@understudy/distill';
import { readResearcherKey } from './person-key.ts';

/** @throws CourierError as the vault refuses; PersonKeyError for the key file. */
export async function staleSessions(
  sessions: readonly ManifestSession[],
  baseUrl: string,
  keyFile: string,
): Promise<ReadonlySet<string>> {
  const { key } = await readResearcherKey(keyFile);
  const vault = createVaultClient({ baseUrl, key });
  const grants = new Map<GrantId, string[]>();
  for (const { session, consent } of sessions) {
    if (consent.kind !== 'consented' || consent.grant === null) continue;
    grants.set(consent.grant, [...(grants.get(consent.grant) ?? []), session]);
  }
  const stale = new Set<string>();
  for (const [grant, held] of grants) {
    const reach = await vault.listReach({ params: { grant } });
    const reached = new Set<string>(reach.sessions.map(({ session }) => session));
    for (const session of held) if (!reached.has(session)) stale.add(session);
  }
  return stale;
}
