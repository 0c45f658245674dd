import type { DropReason } from '@understudy/base';
import type { RecordingEventKind } from '@understudy/recording';

/** One line of the live ledger: what was just taken or left, never its content. */
export type LedgerEntry =
  | {
      readonly kind: 'captured';
      readonly atMs: number;
      readonly what: RecordingEventKind;
      readonly app: string;
      readonly count: number;
    }
  | {
      readonly kind: 'dropped';
      readonly atMs: number;
      readonly what: RecordingEventKind;
      readonly reason: DropReason;
      readonly count: number;
    };
