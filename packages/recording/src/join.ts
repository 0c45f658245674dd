/**
 * The segments of one session → one Recording, one segment in memory at a
 * time. A segment that is missing becomes a gap: nobody bridges it unseen.
 */
import { RecordingError } from './error.ts';
import type { RecordingEvent } from './event.ts';
import type { SegmentContent } from './segment.ts';
import type { Recording, SessionHeader } from './session.ts';

type Segments = Iterable<SegmentContent> | AsyncIterable<SegmentContent>;

const lastTime = (events: readonly RecordingEvent[], otherwise: number): number =>
  events.reduce((last, event) => Math.max(last, event.timeNs), otherwise);

/**
 * @throws RecordingError `mixedSessions` where a segment is of another session,
 * or does not come after the one before it; `notOurs` where there is none.
 */
export async function joinSegments(segments: Segments): Promise<Recording> {
  const iterator = (async function* iterate() {
    yield* segments;
  })();
  const first = await iterator.next();
  if (first.done === true) {
    throw new RecordingError({
      code: 'notOurs',
      message: 'The session has no segments.',
      remedy: 'Give at least one segment file.',
    });
  }
  const firstSegment = first.value;
  const { header } = firstSegment;

  async function* events(): AsyncGenerator<readonly RecordingEvent[]> {
    let before = -1;
    let endNs = 0;
    let segment = firstSegment;
    for (;;) {
      checkFollows(header, before, segment);
      const startNs = segment.events[0]?.timeNs ?? endNs;
      if (segment.index > before + 1 && startNs > endNs) {
        yield [{ kind: 'gap', timeNs: endNs, durationNs: startNs - endNs, reason: 'cut' }];
      }
      if (segment.events.length > 0) yield segment.events;
      endNs = lastTime(segment.events, endNs);
      before = segment.index;
      const next = await iterator.next();
      if (next.done === true) return;
      segment = next.value;
    }
  }
  return { header, events: events() };
}

function checkFollows(header: SessionHeader, before: number, segment: SegmentContent): void {
  if (segment.header.session === header.session && segment.index > before) return;
  throw new RecordingError({
    code: 'mixedSessions',
    message:
      segment.header.session === header.session
        ? `Segment ${segment.index} comes after segment ${before} of the session.`
        : `Segment ${segment.index} is of another session than the first.`,
    remedy: 'Give the segments of one session in the order of their index.',
  });
}
