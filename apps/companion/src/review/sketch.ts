/**
 * Events of one segment → the few that its timeline is made from: no pixels,
 * and of each run of the pointer's moves the first and the last.
 *
 * Invariant: the reducer makes the same actions of a sketch as of the whole
 * (a step's place comes from the press itself; moves tell only when the way
 * to it began, and where a button that never came up was last seen).
 */
import type {
  PointerMoveEvent,
  RecordingEvent,
  RecordingEventKind,
  SegmentContent,
} from '@understudy/recording';

/** What a person does other than to move the pointer: a move after it begins a way anew. */
const endsRun: ReadonlySet<RecordingEventKind> = new Set(['pointerButton', 'wheel', 'key', 'gap']);

export function sketchSegment(content: SegmentContent): SegmentContent {
  return { ...content, events: sketchEvents(content.events) };
}

function sketchEvents(events: readonly RecordingEvent[]): readonly RecordingEvent[] {
  const sketch: RecordingEvent[] = [];
  let moving = false;
  let last: PointerMoveEvent | null = null;
  const endRun = (): void => {
    if (last !== null) sketch.push(last);
    last = null;
    moving = false;
  };
  for (const event of events) {
    if (event.kind === 'pointerMove') {
      if (moving) last = event;
      else sketch.push(event);
      moving = true;
      continue;
    }
    if (endsRun.has(event.kind)) endRun();
    if (event.kind === 'screen') {
      const patches = event.patches.map((patch) => ({ ...patch, data: new Uint8Array() }));
      sketch.push({ ...event, patches });
    } else if (event.kind !== 'snapshot') {
      sketch.push(event);
    }
  }
  endRun();
  return sketch;
}
