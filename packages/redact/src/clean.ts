/**
 * The brand that `seal` asks for: content that redact has decided about.
 *
 * Invariant: only this package makes a CleanSegment, from what its own layers
 * let through, or from content that was clean already and only lost parts. In a
 * browser it runs in a worker of the recorder's own, and its segments come from there
 * as messages: the type of that message is the one place outside that names the brand.
 */
import type { Brand } from '@understudy/base';
import type { SegmentContent } from '@understudy/recording';

export type CleanSegment = Brand<SegmentContent, 'clean'>;

/** For this package only: index.ts does not pass it on. */
export function brandClean(content: SegmentContent): CleanSegment {
  return content as CleanSegment;
}

/**
 * Content decoded from a segment of this device, out of which parts were cut or
 * covered in review. Nothing checks that: never pass content which redact has
 * not seen, nor content with anything added.
 */
export function dangerouslyRebrandClean(content: SegmentContent): CleanSegment {
  return content as CleanSegment;
}
