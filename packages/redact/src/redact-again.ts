/**
 * "Missed this": a segment that is clean already, and terms that the
 * contributor names in review → the segment with them covered as well.
 */
import type { Clock, Random } from '@understudy/base';
import type { RawEvent, RecordingEvent, SegmentContent } from '@understudy/recording';
import { brandClean, type CleanSegment } from './clean.ts';
import { createRedactor } from './redactor.ts';
import type { ContributorRules } from './rules.ts';

const isRaw = (event: RecordingEvent): event is Exclude<RecordingEvent, { kind: 'screen' }> =>
  event.kind !== 'screen';

/**
 * Covers the terms in keys, titles, URLs, elements and the task, with surrogates that are consistent
 * within the segment. Frames pass as they are: their structure is not stored, so cover their places by hand.
 */
export async function redactAgain(
  content: SegmentContent,
  rules: ContributorRules,
  seams: { readonly random: Random; readonly clock: Clock },
): Promise<CleanSegment> {
  const redactor = createRedactor({ header: content.header, rules, ...seams });
  const texts: RawEvent[] = content.events.filter(isRaw);
  redactor.push(texts);
  const again = await redactor.finish(content.accounting);
  const screens = content.events.filter((event) => event.kind === 'screen');
  const events = [...again.events, ...screens].toSorted((a, b) => a.timeNs - b.timeNs);
  return brandClean({ ...content, header: again.header, events });
}
