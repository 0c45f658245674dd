/** A steward's order, by the steward's key (JWS) or by their passkey over the order's hash. */
import { createHash } from 'node:crypto';
import { jsonToCanonicalBytes } from '@understudy/base';
import { clockToleranceMs, verifyOrder, type Order } from '@understudy/consent';
import type { OrderProof } from '@understudy/protocol';
import type { Core } from '../core.ts';
import { notAllowedError } from '../error.ts';

export interface VerifiedOrder {
  readonly order: Order;
  /** Names this order in the log: each is obeyed once. */
  readonly sha256: string;
}

/** @throws ConsentError (a broken JWS), KeeperError notAllowed */
export async function verifyOrderProof(core: Core, proof: OrderProof): Promise<VerifiedOrder> {
  const nowMs = core.clock.nowMs();
  if (typeof proof === 'string') {
    const order = await verifyOrder(proof, core.trust.stewards, nowMs);
    return { order, sha256: createHash('sha256').update(proof).digest('hex') };
  }
  const { order, kind: _, ...assertion } = proof;
  const challenge = createHash('sha256').update(jsonToCanonicalBytes(order)).digest();
  const known = core.trust.stewards.some(({ steward }) => steward === order.steward);
  const early = order.kind !== 'lockdown' && Date.parse(order.orderedAt) > nowMs + clockToleranceMs;
  if (!known || early || !(await core.passkeys.verify(order.steward, assertion, challenge))) {
    throw notAllowedError();
  }
  return { order, sha256: challenge.toString('hex') };
}
