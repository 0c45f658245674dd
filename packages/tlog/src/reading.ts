/** The door for browsers: reading, checking and witnessing a log; writing one needs Node. */
export {
  checkpointToText,
  parseCheckpointText,
  signCheckpoint,
  verifyCheckpoint,
  type Checkpoint,
  type Cosignature,
  type LogTrust,
  type VerifiedCheckpoint,
} from './checkpoint.ts';
export { createConductCheck, type ConductFinding } from './conduct.ts';
export {
  bytesToEntry,
  entryToBytes,
  logEntrySchema,
  noticeChannels,
  type LogEntry,
  type LogEntryKind,
  type LogEntryOf,
} from './entry.ts';
export { TlogError, type TlogErrorCode } from './error.ts';
export { leafHash, type Hash } from './hash.ts';
export { readHistory, type ContributorHistory } from './history.ts';
export {
  entriesToIncident,
  type IncidentRelease,
  type IncidentReport,
  type IncidentWindow,
} from './incident.ts';
export type { ReadEntry } from './log-reader.ts';
export {
  cosignatureKeyType,
  createNoteSigner,
  ed25519KeyType,
  generateNoteKey,
  parseNote,
  parseVerifier,
  type Note,
  type NoteKeyType,
  type NoteSigner,
  type NoteVerifier,
} from './note.ts';
export { readProvedEntry, type ProvedEntry } from './proved-entry.ts';
export { createPseudonym, pseudonymSchema, type Pseudonym } from './pseudonym.ts';
export { readLogResource, witnessedPath, type ReadResource } from './resource.ts';
export { createMemoryStorage, type LogStorage } from './storage.ts';
export { checkpointPath } from './tile.ts';
export {
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from './verify-proof.ts';
export { seekCosignature, type SendToWitness } from './seek-cosignature.ts';
export { verifyLog, type AuditOptions, type LogAudit } from './verify-log.ts';
export {
  addCheckpointToBody,
  createWitness,
  withSignatureLines,
  type Witness,
  type WitnessAnswer,
  type WitnessState,
} from './witness.ts';
export { createTree, type Tree } from './tree.ts';
export { openVerifiedTree, type VerifiedTree } from './verified-tree.ts';
