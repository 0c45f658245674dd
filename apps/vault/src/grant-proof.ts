/**
 * A steward's yes, no or order about a grant, as it came → what of it counts at the vault's door.
 * The keeper checks yes and order again before it opens anything.
 */
import {
  approvalSchema as consentApprovalSchema,
  verifyApproval,
  verifyDecision,
  verifyOrder,
  type Approval,
  type Grant,
} from '@understudy/consent';
import {
  ProtocolError,
  type Caller,
  type OrderProof,
  type WireApproval,
} from '@understudy/protocol';
import type { VaultWorld } from './world.ts';

export type GrantApprover = Extract<Caller, { kind: 'steward' }>['steward'];

/** The wire's approval as consent's, which is stricter about its strings. @throws ProtocolError badSignature */
export function toApproval(wire: WireApproval): Approval {
  const parsed = consentApprovalSchema.safeParse(wire);
  if (parsed.success) return parsed.data;
  throw notYours();
}

/** The caller's own, for exactly this grant, and not the requester's. */
export async function requireOwnApproval(
  world: VaultWorld,
  grant: Grant,
  approval: Approval,
  steward: GrantApprover,
): Promise<void> {
  const stewards = await world.trust.stewards();
  const { x } = grant.requester.key;
  const others = stewards.filter(({ publicJwk }) => publicJwk.x !== x);
  const verified = await verifyApproval(
    approval,
    grant,
    others,
    world.clock.nowMs(),
    world.verifyPasskey,
  );
  if (verified.steward !== steward) throw notYours();
}

/** A no needs no signature: it widens nothing, and its sender has proved who they are. */
export async function readDenial(
  world: VaultWorld,
  grant: Grant,
  body: { readonly denial: string } | { readonly reason: string },
  steward: GrantApprover,
): Promise<{ readonly denial: string; readonly deniedReason: string }> {
  if ('reason' in body) return { denial: '', deniedReason: body.reason };
  const stewards = await world.trust.stewards();
  const signed = await verifyDecision(body.denial, grant, stewards, world.clock.nowMs());
  if (signed.steward !== steward || signed.decision.kind !== 'denied') throw notYours();
  return { denial: body.denial, deniedReason: signed.decision.reason };
}

/**
 * What was ordered. A passkey's assertion is the keeper's to check: here the order only stops
 * releases, and the steward who sends it has proved who they are.
 */
export async function readOrder(world: VaultWorld, proof: OrderProof) {
  if (typeof proof !== 'string') return proof.order;
  return verifyOrder(proof, await world.trust.stewards(), world.clock.nowMs());
}

export function notYours(): ProtocolError {
  return new ProtocolError({
    code: 'badSignature',
    message: 'The signed statement does not belong to this grant, or not to you.',
    remedy: 'Sign it with the key that you call with.',
  });
}
