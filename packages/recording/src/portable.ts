/** The door for browsers: everything but the importers, which read files. */
export { decodeSegment, readRecording, readSegmentHead, type SegmentHead } from './decode.ts';
export { encodeSegment } from './encode.ts';
export { RecordingError, type RecordingErrorCode } from './error.ts';
export type {
  DisplayEvent,
  ElementEvent,
  ElementInfo,
  GapEvent,
  GapReason,
  KeyEvent,
  KeyStroke,
  KeyWithheldReason,
  PageEvent,
  PointerButton,
  PointerButtonEvent,
  PointerMoveEvent,
  RecordingEvent,
  RecordingEventKind,
  RedactionEvent,
  ScreenEvent,
  ScreenPatch,
  WheelEvent,
  WindowEvent,
} from './event.ts';
export {
  boxContains,
  intersectBoxes,
  subtractBox,
  unionBox,
  type Box,
  type Point,
  type Size,
} from './geometry.ts';
export { joinSegments } from './join.ts';
export {
  interactionKinds,
  type InteractionEvent,
  type InteractionKind,
  type SnapshotEvent,
  type SnapshotNode,
} from './page-event.ts';
export { movedNodesToPlaces, placesToMovedNodes, type MovedNodes } from './moved-nodes.ts';
export type { FrameWindow, RawEvent, RawFrame, TextBox } from './raw.ts';
export type { SegmentContent } from './segment.ts';
export type { Accounting, Recording, SessionHeader, SessionOrigin } from './session.ts';
