/** What the redactor's worker is asked and answers; both ends are this program's own. */
import type { Accounting, RawEvent } from '@understudy/recording';
import type { CleanSegment, RedactErrorCode, RedactorOptions } from '@understudy/redact';

export type RedactCall =
  | { readonly kind: 'open'; readonly options: Pick<RedactorOptions, 'header' | 'rules'> }
  | { readonly kind: 'push'; readonly events: readonly RawEvent[]; readonly sizeBytes: number }
  | { readonly kind: 'cut'; readonly untilNs: number; readonly accounting: Accounting }
  | { readonly kind: 'finish'; readonly accounting: Accounting };

/** To each `open`, `cut` and `finish` in their order; `taken` to each `push`. */
export type RedactAnswer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'taken'; readonly sizeBytes: number }
  | { readonly kind: 'clean'; readonly clean: CleanSegment }
  /** An error of ours by its parts: an error object does not cross threads whole. */
  | {
      readonly kind: 'refused';
      readonly code: RedactErrorCode;
      readonly message: string;
      readonly remedy: string;
    }
  /** Of any other error nothing is told: it could quote what was captured. */
  | { readonly kind: 'failed' };
