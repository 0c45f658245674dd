/**
 * What the vault knows: signed statements, pseudonymous ids, sizes, hashes,
 * times. No column holds a name, a key that opens anything, or captured
 * content. One schema for SQLite and PostgreSQL, so: text, integers, no
 * dialect's own types; times are ISO 8601 in UTC.
 */
import type {
  ContributorId,
  DatasetId,
  DeviceId,
  GrantId,
  IncidentId,
  ProgramId,
  ReceiptId,
  ReleaseId,
  ResearcherId,
  SegmentId,
  SessionId,
  StewardId,
  Tier,
} from '@understudy/base';
import type {
  AllowedPurpose,
  SignedEnrolment,
  SignedErasureRequest,
  SignedGrant,
  SignedManifest,
  SignedProgram,
  SignedReceipt,
  SignedWithdrawal,
} from '@understudy/consent';
import type { RelayKind } from '@understudy/protocol';
import type { Generated } from 'kysely';

export interface Database {
  programs: ProgramTable;
  devices: DeviceTable;
  receipts: ReceiptTable;
  withdrawals: WithdrawalTable;
  sessions: SessionTable;
  segments: SegmentTable;
  grants: GrantTable;
  approvals: ApprovalTable;
  releases: ReleaseTable;
  erasures: ErasureTable;
  datasets: DatasetTable;
  datasetSessions: DatasetSessionTable;
  notices: NoticeTable;
  relays: RelayTable;
  signIns: SignInTable;
  browserSessions: BrowserSessionTable;
  drafts: DraftTable;
  vaults: VaultTable;
}

export interface ProgramTable {
  program: ProgramId;
  signed: SignedProgram;
  startsAt: string;
  endsAt: string;
  /** 1: a control probe's own (consent's `Program`). */
  synthetic: number;
}

export interface DeviceTable {
  device: DeviceId;
  contributor: ContributorId;
  kid: string;
  /** The Ed25519 public key, `x` of its JWK. */
  publicX: string;
  recipient: string;
  enrolment: SignedEnrolment;
  revocation: string | null;
  revokedAt: string | null;
}

export interface ReceiptTable {
  receipt: ReceiptId;
  contributor: ContributorId;
  device: DeviceId;
  program: ProgramId;
  signed: SignedReceipt;
}

export interface WithdrawalTable {
  receipt: ReceiptId;
  contributor: ContributorId;
  signed: SignedWithdrawal;
  receivedAt: string;
}

export interface SessionTable {
  session: SessionId;
  contributor: ContributorId;
  device: DeviceId;
  program: ProgramId;
  receipt: ReceiptId;
  tier: Tier;
  startedAt: string;
  endedAt: string;
  closed: number;
  manifest: SignedManifest;
  /** A `SessionSummary` of the manifest, JSON; null: it has none. */
  summary: string | null;
}

export interface SegmentTable {
  segment: SegmentId;
  session: SessionId;
  position: number;
  durationNs: number;
  sizeBytes: number;
  sha256: string;
  /** Bytes that are durable in the blob store, from the start. */
  receivedBytes: number;
  complete: number;
}

export interface GrantTable {
  grant: GrantId;
  program: ProgramId;
  researcher: ResearcherId;
  purpose: AllowedPurpose;
  signed: SignedGrant;
  /** What approvals sign, hexadecimal. */
  hash: string;
  requestedAt: string;
  expiresAt: string;
  denial: string | null;
  deniedBy: StewardId | null;
  deniedReason: string | null;
  revocation: string | null;
  revokedAt: string | null;
}

interface ApprovalTable {
  grant: GrantId;
  steward: StewardId;
  /** The approval as it came, JSON. */
  body: string;
}

export interface ReleaseTable {
  release: ReleaseId;
  grant: GrantId;
  researcher: ResearcherId;
  segment: SegmentId;
  session: SessionId;
  program: ProgramId;
  logIndex: number;
  sizeBytes: number;
  releasedAt: string;
  fetched: number;
}

export interface ErasureTable {
  /** SHA-256 of the signed request, or of the statement whose retention ended: the erasure's name everywhere. */
  request: string;
  contributor: ContributorId;
  cause: 'request' | 'retention';
  /** What made it due: the contributor's request, or the program that promised this end. */
  signed: SignedErasureRequest | SignedProgram;
  requestedAt: string;
  sessions: number;
  segments: number;
  staleDatasets: string;
  erasure: string | null;
  receipt: string | null;
  final: string | null;
  finalAt: string | null;
}

export interface DatasetTable {
  dataset: DatasetId;
  researcher: ResearcherId;
  grant: GrantId;
  version: number;
  format: string;
  sha256: string;
  madeAt: string;
  staleAt: string | null;
}

interface DatasetSessionTable {
  dataset: DatasetId;
  session: SessionId;
}

interface NoticeTable {
  incident: IncidentId;
  contributor: ContributorId;
  text: string;
  sha256: string;
  sentAt: string;
  /** When a device of the contributor first fetched it. */
  fetchedAt: string | null;
}

/** Statements on their way to the keeper: written with what caused them, gone once acknowledged. */
export interface RelayTable {
  relay: Generated<number>;
  kind: RelayKind;
  body: string;
  attempts: number;
  /** Set where the keeper refused it for good: an operator must look. */
  refusedCode: string | null;
}

/** A sign-in on its way to the identity provider and back; ten minutes at most. */
interface SignInTable {
  /** SHA-256 of the state that the browser holds, hexadecimal. */
  stateSha256: string;
  nonce: string;
  verifier: string;
  expiresAt: string;
}

/** A person at a browser. The token itself is only in the browser's cookie. */
interface BrowserSessionTable {
  tokenSha256: string;
  kid: string;
  createdAt: string;
  usedAt: string;
  expiresAt: string;
}

interface DraftTable {
  draft: string;
  researcher: ResearcherId;
  /** A `GrantDraft`, JSON. */
  body: string;
  expiresAt: string;
}

/** One row: this vault's own name, which its store of segments bears too. */
interface VaultTable {
  vault: string;
}
