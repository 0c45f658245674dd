/**
 * Erasure: the contributor's signed request, and the keeper's two signed
 * receipts: `atOnce` when the keys are destroyed in every running replica,
 * `final` when the last epoch root that wrapped them is gone too, so that no
 * kept backup opens anything.
 */
import type { Clock, ContributorId, DeviceId, ProgramId, SessionId } from '@understudy/base';
import { z } from 'zod';
import { textToSha256 } from './digest.ts';
import type { PublicJwk, SigningKey } from './key.ts';
import { countSchema, idSchema, msToTime, sha256Schema, timeSchema } from './schema.ts';
import { requireSigner, type KnownDevice } from './signer.ts';
import { openStatement, requireIssued, signStatement, type Signed } from './statement.ts';

export type ErasureScope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'program'; readonly program: ProgramId }
  | { readonly kind: 'sessions'; readonly sessions: readonly SessionId[] }
  /** Sessions that started from (inclusive) until (exclusive), ISO 8601. */
  | { readonly kind: 'range'; readonly from: string; readonly until: string };

export interface ErasureRequest {
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly scope: ErasureScope;
  readonly requestedAt: string;
}

export type ErasureReceipt = AtOnceErasureReceipt | FinalErasureReceipt;

interface ErasureFacts {
  /** SHA-256 of the signed request, hex. */
  readonly request: string;
  readonly contributor: ContributorId;
  readonly scope: ErasureScope;
}

export interface AtOnceErasureReceipt extends ErasureFacts {
  readonly kind: 'atOnce';
  readonly erasedAt: string;
  readonly keysDestroyed: number;
  readonly segmentsDeleted: number;
  /** Where the erasure stands in the log. */
  readonly logIndex: number;
  /** When the last epoch root that wrapped a key of this scope will be destroyed. */
  readonly finalDueAt: string;
}

export interface FinalErasureReceipt extends ErasureFacts {
  readonly kind: 'final';
  readonly finalAt: string;
  readonly epochRootsDestroyed: number;
}

export type SignedErasureRequest = Signed<'erasureRequest'>;
export type SignedErasureReceipt = Signed<'erasureReceipt'>;

const scopeSchema: z.ZodType<ErasureScope> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('everything') }),
  z.strictObject({ kind: z.literal('program'), program: idSchema('program') }),
  z.strictObject({
    kind: z.literal('sessions'),
    sessions: z.array(idSchema('session')).min(1).max(10_000).readonly(),
  }),
  z.strictObject({ kind: z.literal('range'), from: timeSchema, until: timeSchema }),
]);

const requestSchema: z.ZodType<ErasureRequest> = z.strictObject({
  contributor: idSchema('contributor'),
  device: idSchema('device'),
  scope: scopeSchema,
  requestedAt: timeSchema,
});

const facts = {
  request: sha256Schema,
  contributor: idSchema('contributor'),
  scope: scopeSchema,
};

const receiptSchema: z.ZodType<ErasureReceipt> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('atOnce'),
    ...facts,
    erasedAt: timeSchema,
    keysDestroyed: countSchema,
    segmentsDeleted: countSchema,
    logIndex: countSchema,
    finalDueAt: timeSchema,
  }),
  z.strictObject({
    kind: z.literal('final'),
    ...facts,
    finalAt: timeSchema,
    epochRootsDestroyed: countSchema,
  }),
]);

export function requestErasure(
  parts: {
    readonly contributor: ContributorId;
    readonly device: DeviceId;
    readonly scope: ErasureScope;
  },
  deviceKey: SigningKey,
  clock: Clock,
): Promise<SignedErasureRequest> {
  return signStatement(
    'erasureRequest',
    { ...parts, scope: { ...parts.scope }, requestedAt: msToTime(clock.nowMs()) },
    deviceKey,
  );
}

export async function verifyErasureRequest(
  jws: string,
  devices: readonly KnownDevice[],
  nowMs: number,
): Promise<ErasureRequest> {
  const { value, kid } = await openStatement(
    'erasureRequest',
    jws,
    devices.map(({ publicJwk }) => publicJwk),
    requestSchema,
  );
  await requireSigner(
    'erasureRequest',
    devices.filter(
      ({ contributor, device }) => contributor === value.contributor && device === value.device,
    ),
    kid,
  );
  requireIssued('erasureRequest', value.requestedAt, nowMs);
  return value;
}

/** The name of a request in receipts and in the log. */
export function erasureRequestToSha256(jws: SignedErasureRequest): string {
  return textToSha256(jws);
}

export function issueErasureReceipt(
  receipt: ErasureReceipt,
  keeperKey: SigningKey,
): Promise<SignedErasureReceipt> {
  return signStatement('erasureReceipt', { ...receipt, scope: { ...receipt.scope } }, keeperKey);
}

export async function verifyErasureReceipt(
  jws: string,
  keeperKeys: readonly PublicJwk[],
): Promise<ErasureReceipt> {
  const { value } = await openStatement('erasureReceipt', jws, keeperKeys, receiptSchema);
  return value;
}
