/** A withdrawal: the contributor's word that a receipt is over, at once and without a reason. */
import type { Clock, ContributorId, DeviceId, ReceiptId } from '@understudy/base';
import { z } from 'zod';
import type { SigningKey } from './key.ts';
import type { Receipt } from './receipt.ts';
import { idSchema, msToTime, timeSchema } from './schema.ts';
import { requireSigner, type KnownDevice } from './signer.ts';
import { openStatement, signStatement, type Signed } from './statement.ts';

export interface Withdrawal {
  readonly kind: 'withdrawn';
  readonly receipt: ReceiptId;
  readonly contributor: ContributorId;
  /** The device that signed: any of the contributor's, so that a lost laptop binds nobody. */
  readonly device: DeviceId;
  readonly withdrawnAt: string;
  /** The narrower receipt that stands in its place, if any. */
  readonly replacedBy: ReceiptId | null;
}

export type SignedWithdrawal = Signed<'withdrawal'>;

const withdrawalSchema: z.ZodType<Withdrawal> = z.strictObject({
  kind: z.literal('withdrawn'),
  receipt: idSchema('receipt'),
  contributor: idSchema('contributor'),
  device: idSchema('device'),
  withdrawnAt: timeSchema,
  replacedBy: idSchema('receipt').nullable(),
});

export function withdrawConsent(
  receipt: Receipt,
  deviceKey: SigningKey,
  clock: Clock,
  options: { readonly device?: DeviceId; readonly replacedBy?: ReceiptId } = {},
): Promise<SignedWithdrawal> {
  return signStatement(
    'withdrawal',
    {
      kind: 'withdrawn',
      receipt: receipt.receipt,
      contributor: receipt.contributor,
      device: options.device ?? receipt.device,
      withdrawnAt: msToTime(clock.nowMs()),
      replacedBy: options.replacedBy ?? null,
    },
    deviceKey,
  );
}

/**
 * A withdrawal is taken whatever its time says: a wrong clock must not keep anybody recorded.
 * @param devices the enrolled devices of the contributor
 */
export async function verifyWithdrawal(
  jws: string,
  devices: readonly KnownDevice[],
): Promise<Withdrawal> {
  const { value, kid } = await openStatement(
    'withdrawal',
    jws,
    devices.map(({ publicJwk }) => publicJwk),
    withdrawalSchema,
  );
  await requireSigner(
    'withdrawal',
    devices.filter(
      ({ contributor, device }) => contributor === value.contributor && device === value.device,
    ),
    kid,
  );
  return value;
}
