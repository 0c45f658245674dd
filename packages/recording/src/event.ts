/**
 * The one event union of Understudy: what a recording is made of.
 *
 * `timeNs` is monotonic nanoseconds since the start of the session (an integer;
 * exact for 104 days), taken from the source's own stamp, never from arrival.
 * The MCAP form of each kind is in spec/recording.md.
 *
 * These types say nothing about whether the content is clean: raw and clean
 * recordings have one shape, and only `redact` can brand the latter.
 */
import type { FrameId } from '@understudy/base';
import type { Box, Point, Size } from './geometry.ts';
import type { InteractionEvent, SnapshotEvent } from './page-event.ts';

export type RecordingEvent =
  | PointerMoveEvent
  | PointerButtonEvent
  | WheelEvent
  | KeyEvent
  | WindowEvent
  | ElementEvent
  | PageEvent
  | InteractionEvent
  | SnapshotEvent
  | DisplayEvent
  | ScreenEvent
  | RedactionEvent
  | GapEvent;

export type RecordingEventKind = RecordingEvent['kind'];

interface Timed {
  /** Nanoseconds since the session's start. */
  readonly timeNs: number;
}

export interface PointerMoveEvent extends Timed, Point {
  readonly kind: 'pointerMove';
}

export type PointerButton = 'left' | 'middle' | 'right' | 'back' | 'forward';

export interface PointerButtonEvent extends Timed, Point {
  readonly kind: 'pointerButton';
  readonly button: PointerButton;
  readonly pressed: boolean;
}

/** Steps of the wheel: `dy` above 0 scrolls up, `dx` above 0 scrolls right (as in OWAMcap). */
export interface WheelEvent extends Timed, Point {
  readonly kind: 'wheel';
  readonly dx: number;
  readonly dy: number;
}

export interface KeyEvent extends Timed {
  readonly kind: 'key';
  readonly pressed: boolean;
  readonly stroke: KeyStroke;
}

/**
 * `known`: `code` is the physical key (UI Events `code`, "KeyA"), `key` the
 * meaning under the layout in force (UI Events `key`: "a", "A", "Enter").
 * `withheld`: a key went up or down, and which one was never kept.
 */
export type KeyStroke =
  | { readonly kind: 'known'; readonly code: string; readonly key: string }
  | { readonly kind: 'withheld'; readonly reason: KeyWithheldReason };

export type KeyWithheldReason = 'secureField' | 'unknownField' | 'tier' | 'sensitive';

/** The window in front, whenever it or its title, place or app changes. */
export interface WindowEvent extends Timed {
  readonly kind: 'window';
  /** The app as programs list it: WM_CLASS class name in lower case, an executable or bundle id. */
  readonly app: string;
  readonly title: string;
  readonly box: Box;
  /** The platform's handle; unique only within the session. */
  readonly handle: number;
}

/** The control under the pointer, or in focus. */
export interface ElementEvent extends Timed {
  readonly kind: 'element';
  readonly relation: 'pointer' | 'focus';
  readonly element: ElementInfo | null;
}

export interface ElementInfo {
  /** ARIA role where there is one ("button", "textbox"), else the platform's, in lower case. */
  readonly role: string;
  readonly name: string;
  readonly box: Box;
  readonly secure: boolean;
  readonly editable: boolean;
  readonly app: string;
  readonly css?: string;
  readonly testId?: string;
  /** The text of the label that names the control, where it has one of its own. */
  readonly label?: string;
}

export interface PageEvent extends Timed {
  readonly kind: 'page';
  /** Scheme, host, port and path; query, fragment and user info are never kept. */
  readonly url: string;
  readonly title: string;
}

/** The geometry in force from here on. Coordinates are normalised by `size`. */
export interface DisplayEvent extends Timed {
  readonly kind: 'display';
  readonly size: Size;
  readonly monitors: readonly (Box & { readonly name: string; readonly scale: number })[];
}

/**
 * A frame of the screen: the patches, painted over the frame before it.
 * `keyframe` frames have one patch that covers all of `size`; each segment's
 * first frame is one, so that a segment opens without its neighbours.
 */
export interface ScreenEvent extends Timed {
  readonly kind: 'screen';
  readonly frame: FrameId;
  readonly size: Size;
  readonly cause: 'damage' | 'beforeAction' | 'start';
  readonly keyframe: boolean;
  readonly patches: readonly ScreenPatch[];
}

export interface ScreenPatch extends Box {
  readonly mediaType: 'image/webp' | 'image/png' | 'image/jpeg';
  readonly data: Uint8Array;
}

/** What was covered in a frame, and by which rule: never the value, nor a hash of it. */
export interface RedactionEvent extends Timed {
  readonly kind: 'redaction';
  readonly frame: FrameId;
  readonly boxes: readonly (Box & { readonly label: string; readonly rule: string })[];
}

/** Nothing was recorded from `timeNs` for `durationNs`, and why. */
export interface GapEvent extends Timed {
  readonly kind: 'gap';
  readonly durationNs: number;
  readonly reason: GapReason;
}

export type GapReason = 'paused' | 'notAllowed' | 'locked' | 'leaseLost' | 'unreadable' | 'cut';
