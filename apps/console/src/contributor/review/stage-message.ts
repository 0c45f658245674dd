/** What the page and the stage's worker tell each other. */
import type { CompanionSegmentView } from '@understudy/protocol';

export type StageFrame = CompanionSegmentView['frames'][number];

export type StageRequest =
  | { readonly kind: 'load'; readonly segment: string; readonly frames: readonly StageFrame[] }
  | { readonly kind: 'drop'; readonly segment: string }
  /** `place`: which of the segment's frames. */
  | { readonly kind: 'show'; readonly segment: string; readonly place: number };

export interface StageAnswer {
  readonly segment: string;
  readonly place: number;
  /** null: the segment is no longer loaded, or cannot be drawn. */
  readonly bitmap: ImageBitmap | null;
}
