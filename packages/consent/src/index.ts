export { alwaysCoverSchema, type AlwaysCover } from './always-cover.ts';
export {
  approvalSchema,
  approveWithKey,
  denyWithKey,
  requireApproved,
  verifyApproval,
  verifyDecision,
  type Approval,
  type ApprovedGrant,
  type KeyApproval,
  type PasskeyApproval,
  type PasskeyVerifier,
  type VerifiedApproval,
} from './approval.ts';
export { claimMaxAgeMs, signClaim, verifyClaim, type Claim, type SignedClaim } from './claim.ts';
export {
  controlReportMaxAgeMs,
  controlReportToSha256,
  requireGreenReport,
  signControlReport,
  verifyControlReport,
  type ControlReport,
  type SignedControlReport,
} from './control-report.ts';
export { receiptCovers, type Coverage, type CoverageClaim } from './coverage.ts';
export {
  endorseDevice,
  enrolDevice,
  revokeDevice,
  verifyEnrolment,
  verifyRevocation,
  type DeviceEnrolment,
  type DeviceRevocation,
  type RevocationSigner,
  type SignedEndorsement,
  type SignedEnrolment,
  type SignedRevocation,
} from './device.ts';
export {
  erasureRequestToSha256,
  issueErasureReceipt,
  requestErasure,
  verifyErasureReceipt,
  verifyErasureRequest,
  type AtOnceErasureReceipt,
  type ErasureReceipt,
  type ErasureRequest,
  type ErasureScope,
  type FinalErasureReceipt,
  type SignedErasureReceipt,
  type SignedErasureRequest,
} from './erasure.ts';
export { ConsentError, type ConsentErrorCode } from './error.ts';
export {
  everySession,
  grantHash,
  grantIsExpired,
  grantMaxDays,
  grantSchema,
  requestGrant,
  verifyGrant,
  type Grant,
  type GrantFilter,
  type SignedGrant,
} from './grant.ts';
export {
  exportSigningKey,
  generateSigningKey,
  importSigningKey,
  keyPairToSigningKey,
  parsePublicJwk,
  publicJwkToKid,
  type PublicJwk,
  type SigningKey,
} from './key.ts';
export {
  issueLease,
  leaseMaxMs,
  leaseToDurationMs,
  verifyLease,
  type Lease,
  type SignedLease,
} from './lease.ts';
export {
  signManifest,
  summaryActions,
  summaryQualities,
  verifyManifest,
  type ManifestSegment,
  type SessionManifest,
  type SessionSummary,
  type SignedManifest,
  type SummaryAction,
  type SummaryQuality,
} from './manifest.ts';
export {
  signOrder,
  verifyOrder,
  type LockdownOrder,
  type Order,
  type ResumeOrder,
  type SignedOrder,
} from './order.ts';
export {
  allowedPurposes,
  issueProgram,
  programToSha256,
  purposes,
  verifyProgram,
  type AllowedApp,
  type AllowedPurpose,
  type Program,
  type Purpose,
  type SignedProgram,
} from './program.ts';
export {
  isNarrower,
  issueReceipt,
  narrowReceipt,
  verifyReceipt,
  type Narrowing,
  type Receipt,
  type ReceiptParts,
  type SignedReceipt,
} from './receipt.ts';
export { expiryToSha256, retentionEndMs } from './retention.ts';
export type { KnownDevice, KnownSteward } from './signer.ts';
export {
  consentState,
  requireLiveConsent,
  stateToText,
  type ConsentEnding,
  type ConsentState,
  type LiveConsent,
} from './state.ts';
export { publicJwkSchema } from './key.ts';
export { idSchema, signedSchema } from './schema.ts';
export {
  clockToleranceMs,
  openStatement,
  signStatement,
  type OpenedStatement,
  type Signed,
  type StatementKind,
} from './statement.ts';
export {
  verifyWithdrawal,
  withdrawConsent,
  type SignedWithdrawal,
  type Withdrawal,
} from './withdrawal.ts';
