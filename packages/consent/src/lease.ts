/**
 * A capture lease: the keeper's word, for at most 30 s, that no lockdown is in
 * force. A recorder without one stops.
 *
 * The holder counts the time that is left on its monotonic clock from when it
 * asked, so that setting the wall clock back lengthens nothing.
 */
import type { Clock, DeviceId } from '@understudy/base';
import { z } from 'zod';
import type { PublicJwk, SigningKey } from './key.ts';
import { countSchema, idSchema } from './schema.ts';
import { openStatement, refusal, signStatement, type Signed } from './statement.ts';

export const leaseMaxMs = 30_000;
/** A keeper's clock may run ahead of a device's by this much. */
const leaseToleranceMs = 5_000;

export interface Lease {
  readonly device: DeviceId;
  /** The keeper's lockdown epoch: it rises with each lockdown. */
  readonly epoch: number;
  readonly issuedAtMs: number;
  readonly notAfterMs: number;
}

export type SignedLease = Signed<'lease'>;

const leaseSchema: z.ZodType<Lease> = z.strictObject({
  device: idSchema('device'),
  epoch: countSchema,
  issuedAtMs: countSchema,
  notAfterMs: countSchema,
});

/** @throws ConsentError tooLong where it would last over 30 s */
export async function issueLease(
  parts: { readonly device: DeviceId; readonly epoch: number; readonly notAfterMs: number },
  keeperKey: SigningKey,
  clock: Clock,
): Promise<SignedLease> {
  const lease: Lease = { ...parts, issuedAtMs: clock.nowMs() };
  requireShort(lease);
  return signStatement('lease', { ...lease }, keeperKey);
}

/** @throws ConsentError expired, clockSetBack, tooLong, or what a broken statement throws */
export async function verifyLease(
  jws: string,
  keeperKeys: readonly PublicJwk[],
  nowMs: number,
): Promise<Lease> {
  const { value } = await openStatement('lease', jws, keeperKeys, leaseSchema);
  requireShort(value);
  if (value.issuedAtMs > nowMs + leaseToleranceMs) {
    throw refusal('lease', 'clockSetBack', 'was issued in the future of this machine’s clock.');
  }
  if (!(nowMs < value.notAfterMs)) throw refusal('lease', 'expired', 'has run out.');
  return value;
}

/** How long the holder may go on after it has asked, in milliseconds of the keeper's time. */
export function leaseToDurationMs(lease: Lease): number {
  return lease.notAfterMs - lease.issuedAtMs;
}

function requireShort(lease: Lease): void {
  const durationMs = leaseToDurationMs(lease);
  if (!(durationMs > 0 && durationMs <= leaseMaxMs)) {
    throw refusal('lease', 'tooLong', 'does not last between 0 and 30 seconds.');
  }
}
