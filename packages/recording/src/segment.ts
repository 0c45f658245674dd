/** What one segment holds: up to 30 s of one session, before sealing and after opening. */
import type { JsonValue } from '@understudy/base';
import type { RecordingEvent } from './event.ts';
import type { Accounting, SessionHeader } from './session.ts';

export interface SegmentContent {
  readonly header: SessionHeader;
  /** 0 for the session's first segment, one more for each that follows. */
  readonly index: number;
  readonly events: readonly RecordingEvent[];
  readonly accounting: Accounting;
  /** The redaction report of this segment; null where nothing was redacted (foreign imports). */
  readonly report: JsonValue;
}
