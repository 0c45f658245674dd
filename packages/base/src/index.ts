export type { Brand } from './brand.ts';
export { jsonToCanonicalBytes, type JsonValue } from './canonical.ts';
export { systemClock, type Clock } from './clock.ts';
export { dropReasons, type DropReason } from './drop-reason.ts';
export { errorToLine, unreachable, UnderstudyError, type ErrorParts } from './error.ts';
export {
  createId,
  IdError,
  idPattern,
  isId,
  parseId,
  type ContributorId,
  type DatasetId,
  type DeviceId,
  type FrameId,
  type GrantId,
  type Id,
  type IdKind,
  type IncidentId,
  type LeaseId,
  type ProgramId,
  type ReceiptId,
  type ReleaseId,
  type ResearcherId,
  type SegmentId,
  type SessionId,
  type StewardId,
} from './id.ts';
export { systemRandom, type Random } from './random.ts';
export { revealSecret, Secret } from './secret.ts';
export { takeLock } from '#take-lock';
export { tierReaches, tiers, type Tier } from './tier.ts';
