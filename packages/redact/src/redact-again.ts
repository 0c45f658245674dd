/**
 * "Missed this": a segment that is clean already, and terms that the
 * contributor names in review → the segment with them covered as well.
 */
import type { Clock, Random } from '@understudy/base';
import type { RawEvent, RecordingEvent, SegmentContent } from '@understudy/recording';
import { coverStoredFrames } from '#stored-frames';
import { brandClean, type CleanSegment } from './clean.ts';
import type { PictureEvent } from './pixels/stored-frames.node.ts';
import { createRedactor } from './redactor.ts';
import type { ContributorRules } from './rules.ts';

const isPicture = (event: RecordingEvent): event is PictureEvent =>
  event.kind === 'screen' || event.kind === 'redaction';

const isRaw = (event: RecordingEvent): event is Exclude<RecordingEvent, PictureEvent> =>
  !isPicture(event);

/**
 * Covers the terms in keys, titles, URLs, elements, the task and the stored pictures, with stand-ins
 * that are consistent within the segment. Pictures are read by OCR; what cannot be read is covered
 * whole, in a browser every frame. Without terms the pictures pass as they are.
 */
export async function redactAgain(
  content: SegmentContent,
  rules: Pick<ContributorRules, 'terms'>,
  seams: { readonly random: Random; readonly clock: Clock },
): Promise<CleanSegment> {
  const redactor = createRedactor({ header: content.header, rules, ...seams });
  const texts: RawEvent[] = content.events.filter(isRaw);
  redactor.push(texts);
  const again = await redactor.finish(content.accounting);
  const terms = (rules.terms ?? []).map((term) => term.trim()).filter((term) => term !== '');
  const pictures =
    terms.length === 0
      ? content.events.filter(isPicture)
      : await coverStoredFrames(content.events, {
          terms,
          standIn: (term) => redactor.task(term),
          ...seams,
        });
  const events = [...again.events, ...pictures].toSorted((a, b) => a.timeNs - b.timeNs);
  return brandClean({ ...content, header: again.header, events });
}
