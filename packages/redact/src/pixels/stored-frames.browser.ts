/** In browsers nothing reads what stands in a picture: every frame is covered whole. The same shape as `stored-frames.node.ts`. */
import type { RecordingEvent } from '@understudy/recording';
import { encodePatch } from '#picture';
import { createCanvas } from './canvas.ts';
import { coverWord } from './screen.ts';
import type { MissedTerms, PictureEvent } from './stored-frames.node.ts';

export async function coverStoredFrames(
  events: readonly RecordingEvent[],
  _missed: MissedTerms,
): Promise<PictureEvent[]> {
  const covered: PictureEvent[] = [];
  for (const event of events) {
    if (event.kind !== 'screen') continue;
    const { timeNs, frame, size } = event;
    const whole = { x: 0, y: 0, ...size };
    if (!event.keyframe && covered.length > 0) {
      covered.push({ ...event, patches: [] });
      continue;
    }
    const canvas = createCanvas(size);
    canvas.words.fill(coverWord);
    covered.push({ ...event, keyframe: true, patches: [await encodePatch(canvas, whole)] });
    const boxes = [{ ...whole, label: 'unknown', rule: 'missed.unread' }];
    covered.push({ kind: 'redaction', timeNs, frame, boxes });
  }
  return covered;
}
