/**
 * What single frames tell of their covers → what stands covered from which
 * moment on. A frame tells of its covers only where they are others than
 * before or it paints over one of them, and of none where the last of them
 * went; what a contributor blacked out is told with each frame of its range.
 */
import type { CompanionTimeline } from '@understudy/protocol';
import { intersectBoxes, type RecordingEvent } from '@understudy/recording';

type Redaction = CompanionTimeline['redactions'][number];
type Boxes = Redaction['boxes'];

/** @returns in the order of time; each entry holds until the next one */
export function toStanding(events: readonly RecordingEvent[]): Redaction[] {
  const told = Map.groupBy(
    events
      .filter((event) => event.kind === 'redaction')
      .flatMap(({ frame, boxes }) => boxes.map((box) => ({ frame, box: { ...box } }))),
    ({ frame }) => frame,
  );
  const standing: Redaction[] = [];
  let held: Boxes = [];
  let last = '[]';
  for (const event of events) {
    if (event.kind !== 'screen') continue;
    const { frame, timeNs, keyframe, patches } = event;
    const boxes = (told.get(frame) ?? []).map(({ box }) => box);
    const [blackedOut = [], own = []] = [true, false].map((byPerson) =>
      boxes.filter(({ rule }) => (rule === 'contributor') === byPerson),
    );
    const isPaintedOver = held.every((box) =>
      patches.some((patch) => intersectBoxes(patch, box) !== null),
    );
    if (own.length > 0) held = own;
    else if (keyframe || isPaintedOver) held = [];
    const now = [...held, ...blackedOut];
    const telling = JSON.stringify(now);
    if (telling !== last) standing.push({ frame, timeNs, boxes: now });
    last = telling;
  }
  return standing;
}
