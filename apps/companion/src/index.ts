export * from './browser.ts';
export { pairBrowser, pairedBrowsers, type PairedBrowser } from './browser-pairing.ts';
export { findCompanion, requireCompanion, type LiveCompanion } from './control.ts';
export { deleteSession, keepSession, markReviewed, setOutcome, shareSession } from './decisions.ts';
export { deliver, type Delivery } from './deliver.ts';
export { eraseLocally, listErasures, type ErasureRow } from './erasures.ts';
export { openOwnIdentity } from './identity.ts';
export { hasJoined, joinFromFile } from './join.ts';
export { listPending, type Pending } from './outbox.ts';
export { programToWords, purposeToWords } from './program-words.ts';
export {
  keepProgram,
  keepProgramFile,
  listPrograms,
  requireProgram,
  type KnownProgram,
} from './programs.ts';
export {
  declineConsent,
  findLiveReceipt,
  giveConsent,
  hasDeclined,
  listReceipts,
  stateOf,
  topTier,
  type KnownReceipt,
} from './receipts.ts';
export { blackOut, cutSession, dropStep } from './review/edits.ts';
export { checkRules, readReviewRules, type ReviewRules } from './review/rules-file.ts';
export { readRules, writeRules } from './rules.ts';
export { openOwnSession } from './review/open-own.ts';
export { readTimeline } from './review/timeline.ts';
export { openServers, type Servers } from './servers.ts';
export type { SessionState, SessionStatus } from './session-state.ts';
export { listSessions, readSession, recoverSessions } from './sessions.ts';
export { ensureCompanion, type SpawnOptions } from './spawn.ts';
export { problemToWords, stopWords } from './session-words.ts';
export { takeBackSession } from './take-back.ts';
export { takeout } from './takeout.ts';
export { sessionToWire } from './wire.ts';
export { withdrawLocally } from './withdrawal.ts';
