/**
 * A dataset's manifest → the sessions of it that may not be read any more: their
 * grant does not reach them, because they were withdrawn or erased since.
 */
import type { GrantId } from '@understudy/base';
import { createVaultClient } from '@understudy/courier';
import type { Manifest } from '@understudy/distill';
import { readResearcherKey } from './person-key.ts';

/** @throws CourierError as the vault refuses; PersonKeyError for the key file. */
export async function staleSessions(
  manifest: Manifest,
  baseUrl: string,
  keyFile: string,
): Promise<ReadonlySet<string>> {
  const { key } = await readResearcherKey(keyFile);
  const vault = createVaultClient({ baseUrl, key });
  const grants = new Map<GrantId, string[]>();
  for (const { session, consent } of manifest.sessions) {
    if (consent.kind !== 'consented' || consent.grant === null) continue;
    grants.set(consent.grant, [...(grants.get(consent.grant) ?? []), session]);
  }
  const stale = new Set<string>();
  for (const [grant, held] of grants) {
    const { sessions } = await vault.listReach({ params: { grant } });
    const reached = new Set<string>(sessions.map(({ session }) => session));
    for (const session of held) if (!reached.has(session)) stale.add(session);
  }
  return stale;
}
