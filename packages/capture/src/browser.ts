/** What a browser's own capture shares with that of the desktop: nothing here opens a port. */
export {
  nativeHostName,
  toBrowserSchema,
  type BrowserAnswer,
  type BrowserElement,
  type BrowserPage,
  type BrowserQuestion,
  type FromBrowser,
  type PagePlace,
  type ToBrowser,
} from './browser-pair/wire.ts';
export type { Capture, CaptureOptions, CaptureState, PauseReason, StopReason } from './capture.ts';
export { CaptureError, type CaptureErrorCode } from './error.ts';
export type { LedgerEntry } from './ledger.ts';
export { urlToPageUrl } from './pipeline/allowlist.ts';
export { createHoldQueue, type HoldQueue } from './pipeline/hold-queue.ts';
export { createTally, type InputKind, type Tally } from './pipeline/tally.ts';
export { applyChanges } from './pipeline/pixel-diff.ts';
export { containsBox } from './pipeline/region.ts';
