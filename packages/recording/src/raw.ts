/**
 * What capture hands to redact: recording events, and frames as pixels with
 * the structure that explains them. Lives in a bounded memory ring only
 * (house rule 9): no type here has a file form.
 */
import type { FrameId } from '@understudy/base';
import type { RecordingEvent, ScreenEvent } from './event.ts';
import type { Box, Size } from './geometry.ts';

export type RawEvent = Exclude<RecordingEvent, ScreenEvent> | RawFrame;

/** `pixels`: 4 bytes a pixel in the order B, G, R, X as X servers give it, row by row, no padding. */
export interface RawFrame {
  readonly kind: 'rawFrame';
  readonly timeNs: number;
  readonly frame: FrameId;
  readonly size: Size;
  readonly cause: ScreenEvent['cause'];
  readonly pixels: Uint8Array;
  /** What changed since the frame before; empty is never sent. */
  readonly damage: readonly Box[];
  /** Every visible window, front first; what no window covers is the bare desktop. */
  readonly windows: readonly FrameWindow[];
}

export interface FrameWindow {
  readonly handle: number;
  readonly app: string;
  readonly box: Box;
  /** Whether the program's list allows it; the pixels of any other are covered. */
  readonly allowed: boolean;
  /** null: the window gave no structure (no accessibility), so all of it is of unknown origin. */
  readonly texts: readonly TextBox[] | null;
}

/** A run of text on the screen and where it stands, from accessibility or the page. */
export interface TextBox {
  readonly box: Box;
  readonly text: string;
  readonly role: string;
  readonly secure: boolean;
  /** The label of the field that holds the text, where the structure tells. */
  readonly label?: string;
  /** A picture, secure since no structure tells what it shows: its pixels may be read to explain it. */
  readonly picture?: true;
}
