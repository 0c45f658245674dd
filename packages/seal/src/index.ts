export type { ByteSource } from './age-file.ts';
export { SealError, type SealErrorCode } from './error.ts';
export { padmeSize } from './padding.ts';
export {
  generateHybridKey,
  parseAgeRecipient,
  recipientKind,
  recipientOf,
  type AgeRecipient,
  type HybridKey,
  type RecipientKind,
} from './recipient.ts';
export {
  openSegment,
  resealStream,
  sealArchive,
  sealSegment,
  type SealedSegment,
} from './segment.ts';
