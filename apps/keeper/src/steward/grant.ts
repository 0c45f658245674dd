/** A steward takes a grant back: in force for every running stream once it is in the log. */
import { verifyOrder } from '@understudy/consent';
import { timeNow, type Core } from '../core.ts';
import { notAllowedError } from '../error.ts';

export async function revokeGrant(core: Core, jws: string): Promise<void> {
  const { trust, clock, journal } = core;
  const order = await verifyOrder(jws, trust.stewards, clock.nowMs());
  if (order.kind !== 'revokeGrant') throw notAllowedError();
  if (journal.facts.revokedGrants.has(order.grant)) return;
  const { grant, steward } = order;
  await journal.append([{ v: 1, kind: 'grantRevoked', at: timeNow(clock), grant, steward }]);
}
