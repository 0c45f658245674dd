/** A steward takes a grant back: in force for every running stream once it is in the log. */
import type { OrderProof } from '@understudy/protocol';
import { timeNow, type Core } from '../core.ts';
import { notAllowedError } from '../error.ts';
import { requireAction, stewardAsks } from '../policy/require.ts';
import { verifyOrderProof } from './order.ts';

export async function revokeGrant(core: Core, proof: OrderProof): Promise<void> {
  const { clock, journal } = core;
  const { order } = await verifyOrderProof(core, proof);
  if (order.kind !== 'revokeGrant') throw notAllowedError();
  requireAction(core, stewardAsks(order.steward), 'revokeGrant');
  if (journal.facts.revokedGrants.has(order.grant)) return;
  const { grant, steward } = order;
  await journal.append([{ v: 1, kind: 'grantRevoked', at: timeNow(clock), grant, steward }]);
  await core.lock.rememberLog();
}
