/** Every control, one file each; `understudy verify` runs them in this order. */
import type { Control } from '../control.ts';
import { blindAnswers } from './blind-answers.ts';
import { blindBlob } from './blind-blob.ts';
import { blindDatabase } from './blind-database.ts';
import { blindDisk } from './blind-disk.ts';
import { leaseOthersConsent } from './lease-others-consent.ts';
import { leasePossible } from './lease-possible.ts';
import { leaseRevokedDevice } from './lease-revoked-device.ts';
import { leaseWithdrawn } from './lease-withdrawn.ts';
import { lockdownForged } from './lockdown-forged.ts';
import { logRolledBack } from './log-rolled-back.ts';
import { logTampered } from './log-tampered.ts';
import { readDevice } from './read-device.ts';
import { readNobody } from './read-nobody.ts';
import { readOperator } from './read-operator.ts';
import { readOtherDevice } from './read-other-device.ts';
import { readPseudonyms } from './read-pseudonyms.ts';
import { readResearcher } from './read-researcher.ts';
import { readSteward } from './read-steward.ts';
import { readStranger } from './read-stranger.ts';
import { releaseApprovedTwice } from './release-approved-twice.ts';
import { releaseBeyondConsent } from './release-beyond-consent.ts';
import { releaseErased } from './release-erased.ts';
import { releaseExpiredConsent } from './release-expired-consent.ts';
import { releaseExpiredGrant } from './release-expired-grant.ts';
import { releaseForeignApproval } from './release-foreign-approval.ts';
import { releaseForgedClaim } from './release-forged-claim.ts';
import { releaseForgedGrant } from './release-forged-grant.ts';
import { releaseForgedManifest } from './release-forged-manifest.ts';
import { releaseHigherTier } from './release-higher-tier.ts';
import { releaseLocked } from './release-locked.ts';
import { releaseOneApproval } from './release-one-approval.ts';
import { releaseOtherPurpose } from './release-other-purpose.ts';
import { releaseOtherSession } from './release-other-session.ts';
import { releaseOutsideApps } from './release-outside-apps.ts';
import { releaseOverQuota } from './release-over-quota.ts';
import { releasePastRetention } from './release-past-retention.ts';
import { releasePossible } from './release-possible.ts';
import { releaseReplayedClaim } from './release-replayed-claim.ts';
import { releaseRevokedDevice } from './release-revoked-device.ts';
import { releaseRevokedGrant } from './release-revoked-grant.ts';
import { releaseSelfApproved } from './release-self-approved.ts';
import { releaseStrangerApproved } from './release-stranger-approved.ts';
import { releaseUnapproved } from './release-unapproved.ts';
import { releaseWithdrawn } from './release-withdrawn.ts';
import { resumeAlone } from './resume-alone.ts';
import { resumeOnForgedReport } from './resume-on-forged-report.ts';
import { resumeOnOldReport } from './resume-on-old-report.ts';
import { resumeOnRed } from './resume-on-red.ts';
import { uploadForAnother } from './upload-for-another.ts';
import { uploadForged } from './upload-forged.ts';
import { uploadHigherTier } from './upload-higher-tier.ts';
import { uploadOutsideApps } from './upload-outside-apps.ts';
import { uploadRevokedDevice } from './upload-revoked-device.ts';
import { uploadWithdrawn } from './upload-withdrawn.ts';
import { uploadWithoutConsent } from './upload-without-consent.ts';

export const controls: readonly Control[] = [
  releasePossible,
  releaseApprovedTwice,
  releaseBeyondConsent,
  releaseErased,
  releaseExpiredConsent,
  releaseExpiredGrant,
  releaseForeignApproval,
  releaseForgedClaim,
  releaseForgedGrant,
  releaseForgedManifest,
  releaseHigherTier,
  releaseLocked,
  releaseOneApproval,
  releaseOtherPurpose,
  releaseOtherSession,
  releaseOutsideApps,
  releaseOverQuota,
  releasePastRetention,
  releaseReplayedClaim,
  releaseRevokedDevice,
  releaseRevokedGrant,
  releaseSelfApproved,
  releaseStrangerApproved,
  releaseUnapproved,
  releaseWithdrawn,
  leasePossible,
  leaseOthersConsent,
  leaseRevokedDevice,
  leaseWithdrawn,
  uploadForAnother,
  uploadForged,
  uploadHigherTier,
  uploadOutsideApps,
  uploadRevokedDevice,
  uploadWithdrawn,
  uploadWithoutConsent,
  readDevice,
  readNobody,
  readOperator,
  readOtherDevice,
  readPseudonyms,
  readResearcher,
  readSteward,
  readStranger,
  blindAnswers,
  blindBlob,
  blindDatabase,
  blindDisk,
  lockdownForged,
  resumeAlone,
  resumeOnForgedReport,
  resumeOnOldReport,
  resumeOnRed,
  logRolledBack,
  logTampered,
];
