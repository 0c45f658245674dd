/** A steward's signed order to the keeper: lock at once (one steward), resume (two), revoke a grant (one). */
import { unreachable, type Clock, type GrantId, type StewardId } from '@understudy/base';
import { z } from 'zod';
import type { SigningKey } from './key.ts';
import { countSchema, idSchema, msToTime, sha256Schema, textSchema, timeSchema } from './schema.ts';
import { requireSigner, type KnownSteward } from './signer.ts';
import { openStatement, requireIssued, signStatement, type Signed } from './statement.ts';

export type Order = LockdownOrder | ResumeOrder | RevokeGrantOrder;

export interface LockdownOrder {
  readonly kind: 'lockdown';
  readonly steward: StewardId;
  readonly reason: string;
  readonly orderedAt: string;
}

export interface ResumeOrder {
  readonly kind: 'resume';
  readonly steward: StewardId;
  /** The epoch of the lockdown that is to end; an order for another one is void. */
  readonly epoch: number;
  /** `controlReportToSha256` of the report that this order relies on. */
  readonly reportSha256: string;
  readonly orderedAt: string;
}

export interface RevokeGrantOrder {
  readonly kind: 'revokeGrant';
  readonly steward: StewardId;
  readonly grant: GrantId;
  readonly reason: string;
  readonly orderedAt: string;
}

export type SignedOrder = Signed<'order'>;

const orderSchema: z.ZodType<Order> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('lockdown'),
    steward: idSchema('steward'),
    reason: textSchema,
    orderedAt: timeSchema,
  }),
  z.strictObject({
    kind: z.literal('resume'),
    steward: idSchema('steward'),
    epoch: countSchema,
    reportSha256: sha256Schema,
    orderedAt: timeSchema,
  }),
  z.strictObject({
    kind: z.literal('revokeGrant'),
    steward: idSchema('steward'),
    grant: idSchema('grant'),
    reason: textSchema,
    orderedAt: timeSchema,
  }),
]);

export function signOrder(
  order:
    | Omit<LockdownOrder, 'orderedAt'>
    | Omit<ResumeOrder, 'orderedAt'>
    | Omit<RevokeGrantOrder, 'orderedAt'>,
  stewardKey: SigningKey,
  clock: Clock,
): Promise<SignedOrder> {
  return signStatement('order', { ...order, orderedAt: msToTime(clock.nowMs()) }, stewardKey);
}

/** A lockdown or a revocation is taken whatever its time says; a resume from the future is refused. */
export async function verifyOrder(
  jws: string,
  stewards: readonly KnownSteward[],
  nowMs: number,
): Promise<Order> {
  const { value, kid } = await openStatement(
    'order',
    jws,
    stewards.map(({ publicJwk }) => publicJwk),
    orderSchema,
  );
  await requireSigner(
    'order',
    stewards.filter(({ steward }) => steward === value.steward),
    kid,
  );
  switch (value.kind) {
    case 'lockdown':
    case 'revokeGrant':
      return value;
    case 'resume':
      requireIssued('order', value.orderedAt, nowMs);
      return value;
    default:
      return unreachable(value);
  }
}
