/**
 * Recording → segments of at most 30 s, each of which opens without its
 * neighbours: where its first frame is only patches, the whole frame is painted.
 */
import type { Recording, RecordingEvent, ScreenEvent, SegmentContent } from '@understudy/recording';
import { createScreen } from './screen.ts';

const segmentNs = 30_000_000_000;
/** Times that stand still must not make a segment grow without end. */
const mostEvents = 100_000;
const mostPatchBytes = 64 * 1024 * 1024;

export async function* segmentRecording(recording: Recording): AsyncGenerator<SegmentContent> {
  const screen = createScreen();
  let index = 0;
  let startNs: number | null = null;
  let hasFrame = false;
  let events: RecordingEvent[] = [];
  let patchBytes = 0;

  const close = (): SegmentContent => {
    const kept = events.length;
    const segment: SegmentContent = {
      header: recording.header,
      index,
      events,
      accounting: { generated: null, arrived: kept, kept, dropped: {} },
      report: null,
    };
    index += 1;
    startNs = null;
    hasFrame = false;
    events = [];
    patchBytes = 0;
    return segment;
  };

  const toKeyframe = async (event: ScreenEvent): Promise<ScreenEvent> => {
    const image = await screen.imageOf(event.frame);
    if (image === null) return event;
    const patch = { x: 0, y: 0, ...image.size, mediaType: image.mediaType, data: image.bytes };
    return { ...event, keyframe: true, patches: [patch] };
  };

  for await (const batch of recording.events) {
    for (const event of batch) {
      startNs ??= event.timeNs;
      const isFull = events.length >= mostEvents || patchBytes > mostPatchBytes;
      if (isFull || event.timeNs - startNs > segmentNs) {
        yield close();
        startNs = event.timeNs;
      }
      if (event.kind === 'screen') {
        screen.see(event);
        const first = !hasFrame && !event.keyframe;
        hasFrame = true;
        events.push(first ? await toKeyframe(event) : event);
        for (const { data } of event.patches) patchBytes += data.byteLength;
        await screen.forgetBefore(event.timeNs);
      } else {
        events.push(event);
      }
    }
  }
  if (events.length > 0) yield close();
}
