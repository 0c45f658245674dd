/** What the redactor's worker is asked and answers; both ends are this program's own. */
import type { ErrorParts } from '@understudy/base';
import type { Accounting, RawEvent } from '@understudy/recording';
import type { CleanSegment, RedactErrorCode, RedactorOptions } from '@understudy/redact';

export type RedactCall =
  | { readonly kind: 'open'; readonly options: Pick<RedactorOptions, 'header' | 'rules'> }
  | PushCall
  | { readonly kind: 'cut'; readonly untilNs: number; readonly accounting: Accounting }
  | { readonly kind: 'finish'; readonly accounting: Accounting };

export interface PushCall {
  readonly kind: 'push';
  readonly events: readonly RawEvent[];
  /** Of its pictures. */
  readonly sizeBytes: number;
  /** Pictures that were left out of it. */
  readonly lostFrames: number;
}

/** To each `open`, `cut` and `finish` in their order; `taken` to each `push`. */
export type RedactAnswer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'taken'; readonly sizeBytes: number }
  | { readonly kind: 'clean'; readonly clean: CleanSegment }
  /** An error of ours by its parts: an error object does not cross threads whole. */
  | ({ readonly kind: 'refused' } & ErrorParts<RedactErrorCode>)
  /** Of any other error nothing is told: it could quote what was captured. */
  | { readonly kind: 'failed' };
