/**
 * A consent receipt: what a contributor agreed to, signed by their device.
 *
 * Invariant: a receipt never reaches past the program for which it is given,
 * and one that replaces another never reaches past that (`isNarrower`).
 */
import type { Clock, ContributorId, DeviceId, ProgramId, ReceiptId, Tier } from '@understudy/base';
import { tierReaches } from '@understudy/base';
import type { SigningKey } from './key.ts';
import type { AllowedApp, AllowedPurpose, Program } from './program.ts';
import { programToSha256 } from './program.ts';
import { receiptRecordSchema, receiptToRecord } from './record-27560.ts';
import { msToTime } from './schema.ts';
import { requireSigner, type KnownDevice } from './signer.ts';
import { openStatement, refusal, requireIssued, signStatement, type Signed } from './statement.ts';
import { withdrawConsent, type SignedWithdrawal } from './withdrawal.ts';

export interface Receipt {
  readonly receipt: ReceiptId;
  readonly program: ProgramId;
  /** Of the program's canonical JSON: exactly what was shown and agreed to. */
  readonly programSha256: string;
  readonly controller: string;
  readonly purposeText: string;
  readonly region: string;
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly purposes: readonly AllowedPurpose[];
  readonly tiers: readonly Tier[];
  readonly apps: readonly AllowedApp[];
  readonly retentionDays: number;
  /** ISO 8601, UTC. */
  readonly issuedAt: string;
  /** Sessions from here on are covered: `issuedAt`, or the replaced receipt's. */
  readonly validFrom: string;
  readonly expiresAt: string;
  /** The wider receipt in whose place this one stands. */
  readonly replaces: ReceiptId | null;
}

export type SignedReceipt = Signed<'receipt'>;

export interface ReceiptParts {
  readonly receipt: ReceiptId;
  readonly program: Program;
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly tiers: readonly Tier[];
  /** Default: all that the program lists. */
  readonly apps?: readonly AllowedApp[];
  readonly purposes?: readonly AllowedPurpose[];
  /** ISO 8601; default: the program's end. */
  readonly expiresAt?: string;
}

/** @throws ConsentError wider where the parts ask for more than the program. */
export async function issueReceipt(
  parts: ReceiptParts,
  deviceKey: SigningKey,
  clock: Clock,
): Promise<SignedReceipt> {
  const { program } = parts;
  const issuedAt = msToTime(clock.nowMs());
  const receipt: Receipt = {
    receipt: parts.receipt,
    program: program.program,
    programSha256: programToSha256(program),
    controller: program.controller,
    purposeText: program.purposeText,
    region: program.region,
    contributor: parts.contributor,
    device: parts.device,
    purposes: parts.purposes ?? program.purposes,
    tiers: parts.tiers,
    apps: parts.apps ?? program.apps,
    retentionDays: program.retentionDays,
    issuedAt,
    validFrom: issuedAt,
    expiresAt: parts.expiresAt ?? program.endsAt,
    replaces: null,
  };
  if (!reachesNoFurther(receipt, { ...program, expiresAt: program.endsAt })) {
    throw refusal('receipt', 'wider', 'reaches past its program.');
  }
  return signReceipt(receipt, deviceKey);
}

/** @param devices the enrolled devices; the receipt must be signed by the one it names */
export async function verifyReceipt(
  jws: string,
  devices: readonly KnownDevice[],
  nowMs: number,
): Promise<Receipt> {
  const { value, kid } = await openStatement(
    'receipt',
    jws,
    devices.map(({ publicJwk }) => publicJwk),
    receiptRecordSchema,
  );
  await requireSigner(
    'receipt',
    devices.filter(
      ({ contributor, device }) => contributor === value.contributor && device === value.device,
    ),
    kid,
  );
  requireIssued('receipt', value.issuedAt, nowMs);
  return value;
}

export interface Narrowing {
  readonly receipt: ReceiptId;
  readonly tiers?: readonly Tier[];
  readonly apps?: readonly AllowedApp[];
  readonly purposes?: readonly AllowedPurpose[];
  readonly expiresAt?: string;
  readonly retentionDays?: number;
  /** Where another device of the same contributor signs; default: the receipt's own. */
  readonly device?: DeviceId;
}

/**
 * A receipt that covers less, and the withdrawal of the wider one that it replaces. Both go to the vault.
 * @throws ConsentError wider where a part widens
 */
export async function narrowReceipt(
  wide: Receipt,
  narrowing: Narrowing,
  deviceKey: SigningKey,
  clock: Clock,
): Promise<{ readonly receipt: SignedReceipt; readonly withdrawal: SignedWithdrawal }> {
  const narrow: Receipt = {
    ...wide,
    ...narrowing,
    issuedAt: msToTime(clock.nowMs()),
    replaces: wide.receipt,
  };
  if (!isNarrower(narrow, wide)) {
    throw refusal('receipt', 'wider', 'reaches past the receipt that it would replace.');
  }
  return {
    receipt: await signReceipt(narrow, deviceKey),
    withdrawal: await withdrawConsent(wide, deviceKey, clock, {
      device: narrow.device,
      replacedBy: narrow.receipt,
    }),
  };
}

/** Whether `narrow` stands in the place of `wide` and covers nothing that `wide` does not. */
export function isNarrower(narrow: Receipt, wide: Receipt): boolean {
  return (
    narrow.replaces === wide.receipt &&
    narrow.receipt !== wide.receipt &&
    narrow.program === wide.program &&
    narrow.programSha256 === wide.programSha256 &&
    narrow.contributor === wide.contributor &&
    Date.parse(narrow.validFrom) >= Date.parse(wide.validFrom) &&
    Date.parse(narrow.issuedAt) >= Date.parse(wide.issuedAt) &&
    reachesNoFurther(narrow, wide)
  );
}

interface Reach {
  readonly purposes: readonly AllowedPurpose[];
  readonly tiers: readonly Tier[];
  readonly apps: readonly AllowedApp[];
  readonly retentionDays: number;
  readonly expiresAt: string;
}

function reachesNoFurther(inner: Reach, outer: Reach): boolean {
  return (
    inner.purposes.every((purpose) => outer.purposes.includes(purpose)) &&
    inner.tiers.every((tier) => outer.tiers.some((held) => tierReaches(held, tier))) &&
    inner.apps.every((app) => appIsWithin(app, outer.apps)) &&
    inner.retentionDays <= outer.retentionDays &&
    Date.parse(inner.expiresAt) <= Date.parse(outer.expiresAt)
  );
}

/** Whether `outer` lists the app in the same way, with at least its sites. */
function appIsWithin(inner: AllowedApp, outer: readonly AllowedApp[]): boolean {
  if (inner.kind === 'app') {
    return outer.some((app) => app.kind === 'app' && app.app === inner.app);
  }
  const sites = outer.flatMap((app) =>
    app.kind === 'sites' && app.app === inner.app ? app.origins : [],
  );
  return inner.origins.every((origin) => sites.includes(origin));
}

function signReceipt(receipt: Receipt, key: SigningKey): Promise<SignedReceipt> {
  return signStatement('receipt', receiptToRecord(receipt), key);
}
