/**
 * Where sealed segments lie: a small port, with files and an S3 bucket behind
 * it. The database, not the store, says how much of a blob counts; the store
 * only promises that what `keep` or `finish` returned for is durable, and that
 * what `remove` returned for is gone.
 */
import type { SegmentId } from '@understudy/base';

export interface BlobStore {
  /**
   * Writes from `offset` on, cutting off whatever was there before; durable once `keep` or
   * `finish` has returned.
   * @throws ProtocolError diskFull; notAvailable where `offset` is not 0 and nothing is there
   */
  append(segment: SegmentId, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<Appended>;
  /** What was appended outlasts a power cut. */
  keep(segment: SegmentId): Promise<void>;
  /** The partial blob becomes a finished one, at once or not at all. */
  finish(segment: SegmentId): Promise<void>;
  isFinished(segment: SegmentId): Promise<boolean>;
  /** SHA-256 of the partial blob's bytes, hexadecimal. */
  hashPartial(segment: SegmentId): Promise<string>;
  /** A finished blob. @throws ProtocolError notAvailable */
  read(segment: SegmentId): Promise<{ bytes: AsyncIterable<Uint8Array>; sizeBytes: number }>;
  /** Finished or partial; gone when it returns, also where it was not there. */
  remove(segment: SegmentId): Promise<void>;
  /** Finished and partial ones, in no order. */
  list(): AsyncIterable<SegmentId>;
  /** Whose store this is, as `claim` said; null: nobody's yet. */
  owner(): Promise<string | null>;
  /** The first claim stands: `owner` says whose it was. */
  claim(vault: string): Promise<void>;
  /** It is nobody's again: a restore broke off, and may be tried once more. */
  disclaim(): Promise<void>;
}

interface Appended {
  readonly sizeBytes: number;
  /** Of the appended bytes, hexadecimal. */
  readonly sha256: string;
}
