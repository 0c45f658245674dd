/** One segment of one's own → what the review's stage draws: pictures, and where the pointer went. */
import { base64 } from '@scure/base';
import type { SegmentId } from '@understudy/base';
import type { CompanionSegmentView } from '@understudy/protocol';
import { CompanionError } from '../error.ts';
import type { Home } from '../home.ts';
import type { SessionState } from '../session-state.ts';
import { openOwnSegment } from './open-own.ts';

/** @throws CompanionError `segmentMissing` where the session has no such segment (any more) */
export async function readSegmentView(
  home: Home,
  state: SessionState,
  segment: SegmentId,
): Promise<CompanionSegmentView> {
  const line = state.segments.find((held) => held.segment === segment);
  if (line === undefined) {
    throw new CompanionError({
      code: 'segmentMissing',
      message: `Session ${state.session} has no segment ${segment}.`,
      remedy: 'Read the timeline again; an edit may have replaced it.',
    });
  }
  const { events } = await openOwnSegment(home, state, line);
  const view: CompanionSegmentView = { frames: [], pointer: [] };
  for (const event of events) {
    if (event.kind === 'screen') {
      const { frame, size, keyframe, patches } = event;
      view.frames.push({
        frame,
        size: { width: size.width, height: size.height },
        keyframe,
        patches: patches.map(({ x, y, mediaType, data }) => ({
          x,
          y,
          mediaType,
          data: base64.encode(data),
        })),
      });
    } else if (event.kind === 'pointerMove' || event.kind === 'pointerButton') {
      view.pointer.push(event.timeNs, event.x, event.y);
    }
  }
  return view;
}
