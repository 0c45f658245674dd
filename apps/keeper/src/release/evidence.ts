/**
 * What a release rests on, statement by statement, each checked here again:
 * the vault that relays them is believed in nothing (spec/protocol.md, section 6).
 *
 * Attacker-controlled: every field of `ReleaseEvidence`.
 */
import { tierReaches } from '@understudy/base';
import type { ReceiptId, StewardId } from '@understudy/base';
import {
  approvalSchema,
  consentState,
  grantIsExpired,
  receiptCovers,
  requireApproved,
  retentionEndMs,
  verifyClaim,
  verifyGrant,
  verifyManifest,
  verifyProgram,
  programToSha256,
  verifyReceipt,
  verifyWithdrawal,
} from '@understudy/consent';
import type {
  Claim,
  DeviceEnrolment,
  Grant,
  KnownSteward,
  PasskeyVerifier,
  Program,
  Receipt,
  SessionManifest,
  Withdrawal,
} from '@understudy/consent';
import { ConsentError } from '@understudy/consent';
import { z } from 'zod';
import { deviceOfStatement } from '../contributor/statement.ts';
import { notAllowedError } from '../error.ts';
import type { Devices } from '../people/devices.ts';
import type { ConsentStanding, GrantStanding } from '../policy/question.ts';

/** As `releaseEvidenceSchema` of protocol gives it. */
export interface ReleaseEvidence {
  readonly claim: string;
  readonly grant: string;
  /** Of the form of consent's `Approval`; checked here. */
  readonly approvals: readonly unknown[];
  readonly program: string;
  readonly receipt: string;
  readonly withdrawals: readonly string[];
  readonly manifest: string;
}

export interface Verified {
  readonly claim: Claim;
  readonly grant: Grant;
  readonly program: Program;
  readonly receipt: Receipt;
  readonly manifest: SessionManifest;
  readonly device: DeviceEnrolment;
  readonly withdrawals: readonly Withdrawal[];
  /** Two different stewards, or none where the grant is not approved. */
  readonly approvedBy: readonly StewardId[];
}

export interface EvidenceReader {
  readonly devices: Devices;
  readonly stewards: readonly KnownSteward[];
  readonly verifyPasskey: PasskeyVerifier;
}

/** @throws ConsentError where a statement is broken; KeeperError notAllowed where they do not belong together. */
export async function verifyEvidence(
  evidence: ReleaseEvidence,
  reader: EvidenceReader,
  nowMs: number,
): Promise<Verified> {
  const grant = await verifyGrant(evidence.grant, nowMs);
  const claim = await verifyClaim(evidence.claim, grant, nowMs);
  const program = await verifyProgram(evidence.program, reader.stewards, nowMs);
  const device = deviceOfStatement(reader.devices, evidence.manifest);
  const manifest = await verifyManifest(evidence.manifest, device.publicJwk);
  const own = reader.devices.of(device.contributor);
  const receipt = await verifyReceipt(evidence.receipt, own, nowMs);
  const withdrawals = await Promise.all(
    evidence.withdrawals.map((jws) => verifyWithdrawal(jws, own)),
  );
  const belongs =
    manifest.contributor === device.contributor &&
    manifest.device === device.device &&
    receipt.contributor === manifest.contributor &&
    standsFor(receipt, manifest.receipt, withdrawals) &&
    manifest.program === program.program &&
    receipt.programSha256 === programToSha256(program) &&
    grant.program === program.program;
  if (!belongs) throw notAllowedError();
  const approvedBy = await findApprovers(grant, evidence.approvals, reader, nowMs);
  return { claim, grant, program, receipt, manifest, device, withdrawals, approvedBy };
}

/**
 * Whether the receipt is the session's own, or stands in its place by a chain of narrowings: each
 * step is the contributor's signed withdrawal that names what replaces it.
 */
export function standsFor(
  receipt: Receipt,
  recordedUnder: ReceiptId,
  withdrawals: readonly Withdrawal[],
): boolean {
  if (receipt.replaces === recordedUnder) return true;
  let at: ReceiptId | null = recordedUnder;
  // No chain has more links than there are withdrawals: a circle ends too.
  for (let step = 0; step <= withdrawals.length && at !== null; step += 1) {
    if (at === receipt.receipt) return true;
    const here: ReceiptId = at;
    at = withdrawals.find((withdrawal) => withdrawal.receipt === here)?.replacedBy ?? null;
  }
  return false;
}

async function findApprovers(
  grant: Grant,
  given: readonly unknown[],
  { stewards, verifyPasskey }: EvidenceReader,
  nowMs: number,
): Promise<readonly StewardId[]> {
  const approvals = z.array(approvalSchema).safeParse(given);
  if (!approvals.success) throw notAllowedError();
  try {
    const approved = await requireApproved(grant, approvals.data, stewards, nowMs, verifyPasskey);
    return approved.approvedBy.map(({ steward }) => steward);
  } catch (error) {
    if (error instanceof ConsentError && error.code === 'notEnoughApprovals') return [];
    throw error;
  }
}

export function grantStanding(
  { grant, approvedBy }: Verified,
  revoked: boolean,
  nowMs: number,
): GrantStanding {
  if (revoked) return 'revoked';
  if (grantIsExpired(grant, nowMs)) return 'expired';
  return approvedBy.length >= 2 ? 'approved' : 'pending';
}

/** @param withdrawnHere the keeper's own log says so, whatever the vault passes along */
export function consentStanding(
  { receipt, withdrawals, program, manifest }: Verified,
  withdrawnHere: boolean,
  nowMs: number,
): ConsentStanding {
  if (withdrawnHere) return 'withdrawn';
  if (!(nowMs < retentionEndMs(manifest, [receipt, program]))) return 'expired';
  const state = consentState(receipt, withdrawals, program, nowMs);
  switch (state.kind) {
    case 'live':
      return 'live';
    case 'withdrawn':
    case 'narrowed':
      return 'withdrawn';
    case 'expired':
    case 'programEnded':
      return 'expired';
    case 'deviceRevoked':
    case 'otherProgram':
    case 'notYet':
      return 'none';
  }
}

/** The smaller of grant and consent: tier, apps, sites, times and purpose. */
export function tierIsCovered({ grant, receipt, program, manifest }: Verified): boolean {
  return (
    grant.tiers.some((tier) => tierReaches(tier, manifest.tier)) &&
    receiptCovers(receipt, program, { ...manifest, purpose: grant.purpose }).kind === 'covered'
  );
}

export function filterIsCovered({ grant, manifest }: Verified): boolean {
  const { contributors, sessions, apps, from, until } = grant.filter;
  const startedAtMs = Date.parse(manifest.startedAt);
  return (
    (contributors === null || contributors.includes(manifest.contributor)) &&
    (sessions === null || sessions.includes(manifest.session)) &&
    (apps === null || manifest.apps.every((app) => apps.includes(app))) &&
    (from === null || startedAtMs >= Date.parse(from)) &&
    (until === null || startedAtMs < Date.parse(until))
  );
}
