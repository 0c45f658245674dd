/**
 * "Missed this": a segment that is clean already, and terms that the
 * contributor names in review → the segment with them covered as well.
 */
import type { Clock, Random } from '@understudy/base';
import type {
  ElementEvent,
  RawEvent,
  RecordingEvent,
  SegmentContent,
  WindowEvent,
} from '@understudy/recording';
import { coverStoredFrames } from '#stored-frames';
import { brandClean, type CleanSegment } from './clean.ts';
import type { PictureEvent } from './pixels/stored-frames.node.ts';
import { createRedactor } from './redactor.ts';
import type { ContributorRules } from './rules.ts';

const isPicture = (event: RecordingEvent): event is PictureEvent =>
  event.kind === 'screen' || event.kind === 'redaction';

const isRaw = (event: RecordingEvent): event is Exclude<RecordingEvent, PictureEvent> =>
  !isPicture(event);

/** Where the keys go when a segment ends: its last change of window, and the last focus. */
interface Told {
  readonly window: WindowEvent | null;
  readonly focus: ElementEvent | null;
}

const toldAfter = (told: Told, events: readonly RecordingEvent[]): Told =>
  events.reduce((now: Told, event): Told => {
    // A new title of the window in front changes no focus.
    if (event.kind === 'window')
      return event.handle === now.window?.handle ? now : { ...now, window: event };
    return event.kind === 'element' && event.relation === 'focus' ? { ...now, focus: event } : now;
  }, told);

export type RedactAgain = (content: SegmentContent) => Promise<CleanSegment>;

/**
 * Covers the terms in keys, titles, URLs, elements, the task and the stored pictures, with stand-ins
 * that are consistent within the segment. Pictures are read by OCR; what cannot be read is covered
 * whole, in a browser every frame. Without terms the pictures pass as they are.
 *
 * @returns for the segments of one session, one after the other in their order: keys are kept only
 *   where it is known which field they go to, and that may have been told a segment before.
 */
export function createRedactAgain(
  rules: Pick<ContributorRules, 'terms'>,
  seams: { readonly random: Random; readonly clock: Clock },
): RedactAgain {
  const terms = (rules.terms ?? []).map((term) => term.trim()).filter((term) => term !== '');
  let told: Told = { window: null, focus: null };
  return async (content) => {
    const { header, events, accounting } = content;
    const startNs = Math.min(...events.slice(0, 1).map(({ timeNs }) => timeNs));
    const before = [told.window, told.focus].flatMap((event) =>
      event !== null && event.timeNs < startNs ? [event] : [],
    );
    told = toldAfter(told, events);
    const redactor = createRedactor({ header, rules, ...seams });
    const texts: RawEvent[] = events.filter(isRaw);
    redactor.push(before.toSorted((a, b) => a.timeNs - b.timeNs));
    redactor.push(texts);
    const again = await redactor.finish(accounting);
    const pictures =
      terms.length === 0
        ? events.filter(isPicture)
        : await coverStoredFrames(events, {
            terms,
            standIn: (term) => redactor.task(term),
            ...seams,
          });
    const all = [...again.events.filter(({ timeNs }) => timeNs >= startNs), ...pictures];
    return brandClean({
      ...content,
      header: again.header,
      events: all.toSorted((a, b) => a.timeNs - b.timeNs),
    });
  };
}
