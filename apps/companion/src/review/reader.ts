/** What opens a person's own recordings for their review: here, or on a thread of its own. */
import type { SegmentId, SessionId } from '@understudy/base';
import type { CompanionSegmentView, CompanionTimeline } from '@understudy/protocol';
import type { Home } from '../home.ts';
import { readSession } from '../sessions.ts';
import { readSegmentView } from './segment-view.ts';
import { readTimeline } from './timeline.ts';

export interface ReviewReader {
  /** Somebody looks at their sessions, and may open one next. */
  warm(): void;
  timeline(session: SessionId): Promise<CompanionTimeline>;
  segmentView(session: SessionId, segment: SegmentId): Promise<CompanionSegmentView>;
  close(): Promise<void>;
}

/** In this thread. */
export function createReader(home: Home): ReviewReader {
  return {
    warm: () => {},
    timeline: async (session) => readTimeline(home, await readSession(home, session)),
    segmentView: async (session, segment) =>
      readSegmentView(home, await readSession(home, session), segment),
    close: async () => {},
  };
}
