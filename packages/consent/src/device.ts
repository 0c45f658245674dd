/**
 * How a device's key becomes known, and stops being trusted.
 *
 * A first device enrols itself (its key signs that it holds it); each further
 * device of the same contributor needs the endorsement of one that is already
 * known, or anybody could act for a contributor whose id they saw.
 */
import type { Clock, ContributorId, DeviceId, StewardId } from '@understudy/base';
import { z } from 'zod';
import { publicJwkSchema, publicJwkToKid, type PublicJwk, type SigningKey } from './key.ts';
import { idSchema, msToTime, signedSchema, timeSchema } from './schema.ts';
import { requireSigner, type KnownDevice, type KnownSteward } from './signer.ts';
import {
  dangerouslyPeekStatement,
  openStatement,
  requireIssued,
  signStatement,
  type Signed,
} from './statement.ts';

export interface DeviceEnrolment extends KnownDevice {
  /** The contributor's own age recipient (`age1pq1…`): every segment is sealed to it too. */
  readonly recipient: string;
  readonly enrolledAt: string;
  /** From a device that is already known; null for the contributor's first. */
  readonly endorsement: SignedEndorsement | null;
}

export type SignedEnrolment = Signed<'enrolment'>;
export type SignedEndorsement = Signed<'endorsement'>;
export type SignedRevocation = Signed<'revocation'>;

export interface DeviceRevocation {
  readonly kind: 'deviceRevoked';
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly revokedAt: string;
  readonly reason: 'lost' | 'replaced' | 'left';
  readonly by: RevocationSigner;
}

export type RevocationSigner =
  | { readonly kind: 'device'; readonly device: DeviceId }
  | { readonly kind: 'steward'; readonly steward: StewardId };

const enrolmentSchema: z.ZodType<DeviceEnrolment> = z.strictObject({
  contributor: idSchema('contributor'),
  device: idSchema('device'),
  publicJwk: publicJwkSchema,
  recipient: z.string().regex(/^age1(pq1)?[02-9ac-hj-np-z]{20,4000}$/),
  enrolledAt: timeSchema,
  endorsement: signedSchema<'endorsement'>().nullable(),
});

const endorsementSchema = z.strictObject({
  contributor: idSchema('contributor'),
  device: idSchema('device'),
  kid: z.string(),
  endorsedBy: idSchema('device'),
  issuedAt: timeSchema,
});

const revocationSchema: z.ZodType<DeviceRevocation> = z.strictObject({
  kind: z.literal('deviceRevoked'),
  contributor: idSchema('contributor'),
  device: idSchema('device'),
  revokedAt: timeSchema,
  reason: z.enum(['lost', 'replaced', 'left']),
  by: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('device'), device: idSchema('device') }),
    z.strictObject({ kind: z.literal('steward'), steward: idSchema('steward') }),
  ]),
});

export function enrolDevice(
  parts: {
    readonly contributor: ContributorId;
    readonly device: DeviceId;
    readonly recipient: string;
    readonly endorsement?: SignedEndorsement;
  },
  deviceKey: SigningKey,
  clock: Clock,
): Promise<SignedEnrolment> {
  const { contributor, device, recipient, endorsement } = parts;
  return signStatement(
    'enrolment',
    {
      contributor,
      device,
      publicJwk: deviceKey.publicJwk,
      recipient,
      enrolledAt: msToTime(clock.nowMs()),
      endorsement: endorsement ?? null,
    },
    deviceKey,
  );
}

/**
 * @param known every device of the same contributor that was enrolled and not revoked; where there
 *   is one, the enrolment needs an endorsement by it
 * @throws ConsentError unknownKey where that endorsement is missing or by a stranger
 */
export async function verifyEnrolment(
  jws: string,
  known: readonly KnownDevice[],
  nowMs: number,
): Promise<DeviceEnrolment> {
  const claimed = dangerouslyPeekStatement('enrolment', jws, enrolmentSchema);
  const { value } = await openStatement('enrolment', jws, [claimed.publicJwk], enrolmentSchema);
  requireIssued('enrolment', value.enrolledAt, nowMs);
  const own = known.filter(({ contributor }) => contributor === value.contributor);
  if (own.length > 0) await requireEndorsement(value, own, nowMs);
  return value;
}

export async function endorseDevice(
  parts: { readonly device: DeviceId; readonly publicJwk: PublicJwk },
  by: KnownDevice,
  byKey: SigningKey,
  clock: Clock,
): Promise<SignedEndorsement> {
  return signStatement(
    'endorsement',
    {
      contributor: by.contributor,
      device: parts.device,
      kid: await publicJwkToKid(parts.publicJwk),
      endorsedBy: by.device,
      issuedAt: msToTime(clock.nowMs()),
    },
    byKey,
  );
}

async function requireEndorsement(
  enrolment: DeviceEnrolment,
  known: readonly KnownDevice[],
  nowMs: number,
): Promise<void> {
  const { value, kid } = await openStatement(
    'endorsement',
    enrolment.endorsement ?? '',
    known.map(({ publicJwk }) => publicJwk),
    endorsementSchema,
  );
  await requireSigner(
    'endorsement',
    known.filter(({ device }) => device === value.endorsedBy),
    kid,
  );
  requireIssued('endorsement', value.issuedAt, nowMs);
  const matches =
    value.contributor === enrolment.contributor &&
    value.device === enrolment.device &&
    value.kid === (await publicJwkToKid(enrolment.publicJwk));
  await requireSigner('endorsement', matches ? known : [], kid);
}

export function revokeDevice(
  parts: {
    readonly contributor: ContributorId;
    readonly device: DeviceId;
    readonly reason: DeviceRevocation['reason'];
    readonly by: RevocationSigner;
  },
  signerKey: SigningKey,
  clock: Clock,
): Promise<SignedRevocation> {
  return signStatement(
    'revocation',
    { kind: 'deviceRevoked', ...parts, revokedAt: msToTime(clock.nowMs()) },
    signerKey,
  );
}

/**
 * Signed by a device of the same contributor, or by a steward.
 *
 * @param signers `devices` are all that were enrolled; one in `revoked` still speaks for its own
 *   end, so that its revocation can be told twice (the device and the vault both tell the keeper),
 *   and for no other's
 */
export async function verifyRevocation(
  jws: string,
  signers: {
    readonly devices: readonly KnownDevice[];
    readonly revoked: ReadonlySet<DeviceId>;
    readonly stewards: readonly KnownSteward[];
  },
): Promise<DeviceRevocation> {
  const { value, kid } = await openStatement(
    'revocation',
    jws,
    [...signers.devices, ...signers.stewards].map(({ publicJwk }) => publicJwk),
    revocationSchema,
  );
  const { by } = value;
  const named =
    by.kind === 'steward'
      ? signers.stewards.filter(({ steward }) => steward === by.steward)
      : signers.devices.filter(
          ({ contributor, device }) =>
            contributor === value.contributor &&
            device === by.device &&
            (device === value.device || !signers.revoked.has(device)),
        );
  await requireSigner('revocation', named, kid);
  return value;
}
