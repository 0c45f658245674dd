/** What the reader's thread is asked and answers; both ends are this program's own. */
import type { SegmentId, SessionId } from '@understudy/base';
import type { CompanionSegmentView, CompanionTimeline } from '@understudy/protocol';
import type { CompanionErrorCode } from '../error.ts';

export type ReaderCall =
  | { readonly kind: 'timeline'; readonly session: SessionId }
  | { readonly kind: 'segmentView'; readonly session: SessionId; readonly segment: SegmentId };

export interface ReaderRequest {
  readonly number: number;
  readonly call: ReaderCall;
}

export type ReaderAnswer = { readonly number: number } & (
  | { readonly kind: 'timeline'; readonly timeline: CompanionTimeline }
  | { readonly kind: 'segmentView'; readonly view: CompanionSegmentView }
  /** An error of ours by its parts: an error object does not cross threads whole. */
  | {
      readonly kind: 'refused';
      readonly code: CompanionErrorCode;
      readonly message: string;
      readonly remedy: string;
    }
);
