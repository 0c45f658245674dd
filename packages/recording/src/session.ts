/** What is known of a session as a whole: written at the head of each of its segments. */
import type {
  ContributorId,
  DeviceId,
  DropReason,
  ProgramId,
  ReceiptId,
  SessionId,
  Tier,
} from '@understudy/base';
import type { RecordingEvent } from './event.ts';

export interface SessionHeader {
  readonly session: SessionId;
  readonly origin: SessionOrigin;
  /** What the contributor set out to do, in their words, redacted; null where not stated. */
  readonly task: string | null;
  readonly tier: Tier;
  /** Wall clock at the start, ISO 8601 in UTC. Ordering and durations come from `timeNs`. */
  readonly startedAt: string;
  readonly platform: 'x11' | 'windows' | 'macos' | 'browser' | 'unknown';
  /** `understudy <version>`, or the foreign recorder's own name and version. */
  readonly recorder: string;
}

/** A foreign import carries no consent: it is reduced and exported locally, never uploaded. */
export type SessionOrigin =
  | {
      readonly kind: 'consented';
      readonly contributor: ContributorId;
      readonly device: DeviceId;
      readonly program: ProgramId;
      readonly receipt: ReceiptId;
    }
  | { readonly kind: 'foreign'; readonly recorder: string };

/**
 * Loss accounting. Invariant of a whole session: `generated` equals `arrived`
 * plus `lost`, and `arrived` equals `kept` plus the sum of `dropped`.
 */
export interface Accounting {
  /** Events the source says it made, or null where the platform cannot tell. */
  readonly generated: number | null;
  readonly arrived: number;
  readonly kept: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** A recording to be read once, in order, with bounded memory. */
export interface Recording {
  readonly header: SessionHeader;
  readonly events: AsyncIterable<readonly RecordingEvent[]>;
}
