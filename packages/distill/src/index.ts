export * from './browser.ts';
export { checkDataset, readManifest, readSessions, type Problem } from './dataset/check.ts';
export { dropSessions } from './dataset/drop.ts';
export { datasetVersion } from './dataset/release-list.ts';
export { discardPartial } from './dataset/staging.ts';
export { exportThreadLimits } from './dataset/thread-limits.ts';
export { exportDataset, type ExportOptions } from './dataset/export.ts';
export { formats, type Format, type Manifest, type ManifestSession } from './dataset/manifest.ts';
export { localSources } from './dataset/local-sources.ts';
export {
  segmentsToSession,
  type OpenedSession,
  type SessionSource,
} from './dataset/session-source.ts';
export { keyFromName } from './key-name.ts';
export type { FrameImage } from './screen.ts';
export { segmentRecording } from './segment-recording.ts';
export {
  recordingToTrajectory,
  type Step,
  type Trajectory,
  type TrajectoryOptions,
} from './trajectory.ts';
export { openChromiumWorld, type ChromiumWorldOptions } from './replay/chromium-world.ts';
export { recordingToEndState, type EndState } from './replay/end-state.ts';
export type { Outcome } from './replay/outcome.ts';
export { carryPoint, clickButton, clicks } from './replay/pointer.ts';
export { parseQualityRecords, type QualityRecord, type ReplayedBy } from './replay/quality.ts';
export type { ReplayOptions } from './replay/replay-steps.ts';
export {
  verifySession,
  type OpenWorld,
  type ReplayWorld,
  type VerifyOptions,
} from './replay/verify.ts';
