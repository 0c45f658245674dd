/** What the page and the stage's worker tell each other. */
import type { CompanionSegmentView, CompanionTimeline } from '@understudy/protocol';
import type { DrawnBox } from './black-out-card.tsx';

export type StageFrame = CompanionSegmentView['frames'][number];

/** What the worker knows of the session from the start: all but the pictures. Times ascend. */
export interface StageTracks {
  readonly display: NonNullable<CompanionTimeline['display']>;
  readonly frames: CompanionTimeline['frames'];
  readonly steps: CompanionTimeline['steps'];
  /** With labels in words: what it is, and why it was covered. */
  readonly redactions: CompanionTimeline['redactions'];
  readonly colours: StageColours;
  /** What stands where no picture is, and where one is on its way. */
  readonly words: { readonly none: string; readonly loading: string };
}

export interface StageColours {
  readonly ground: string;
  readonly ink: string;
  readonly path: string;
  readonly target: string;
  readonly covered: string;
}

/** One look of the stage. */
export interface StageWish {
  readonly timeNs: number;
  readonly showCovered: boolean;
  /** Where on the screen the pointer is: the cover there is named. */
  readonly pointed: { readonly x: number; readonly y: number } | null;
  /** The area that is about to be blacked out. */
  readonly drawn: DrawnBox | null;
  /** Device pixels of the stage on the page. */
  readonly width: number;
  readonly height: number;
  /** Of those in one pixel of the page's own. */
  readonly pixelRatio: number;
}

export type StageRequest =
  | { readonly kind: 'open'; readonly tracks: StageTracks }
  /** `segment`: its place in the session. */
  | { readonly kind: 'load'; readonly segment: number; readonly view: CompanionSegmentView }
  | { readonly kind: 'drop'; readonly segment: number }
  | { readonly kind: 'paint'; readonly wish: StageWish };

export type StageAnswer =
  /** Of the newest wish, with what is there by now. */
  | { readonly kind: 'painted'; readonly bitmap: ImageBitmap }
  /** More of what was wished for is there than was painted. */
  | { readonly kind: 'more' };
