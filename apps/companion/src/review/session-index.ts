/**
 * The index of a session: the sketches of all its segments in one file, so
 * that a review opens one small file rather than every segment. It is a
 * segment like any other (MCAP, padded), sealed to its contributor alone.
 *
 * Derived, and named for the segments that it was made from: an index of other
 * segments is never read, is destroyed with them, and is made anew from them
 * where there is none.
 */
import { parseId, type SegmentId } from '@understudy/base';
import { decodeSegment, type RecordingEvent, type SegmentContent } from '@understudy/recording';
import { dangerouslyRebrandClean } from '@understudy/redact';
import { openSegment, sealSegment } from '@understudy/seal';
import { z } from 'zod';
import { readBytesIfThere, writeFileAtomic } from '#files';
import type { Home } from '../home.ts';
import { requireIdentity } from '../identity.ts';
import { destroyIndexes, indexPath } from '../index-file.ts';
import { joinBytes } from '../join-bytes.ts';
import type { SegmentLine } from '../journal.ts';
import type { SessionState } from '../session-state.ts';
import { openOwnSegment } from './open-own.ts';
import { sketchSegment } from './sketch.ts';

export interface SessionIndex {
  /** Of the last segment: its report and counts are those of the whole session. */
  readonly whole: Omit<SegmentContent, 'events'>;
  /** In the session's order. */
  readonly sketches: ReadonlyMap<SegmentId, readonly RecordingEvent[]>;
}

/** Of a session without segments there is none. */
export async function readIndex(home: Home, state: SessionState): Promise<SessionIndex | null> {
  const held = await readIndexFile(home, state);
  if (held !== null || state.segments.length === 0) return held;
  const fresh = new Map<SegmentId, SegmentContent>();
  for (const line of state.segments) {
    fresh.set(line.segment, sketchSegment(await openOwnSegment(home, state, line)));
  }
  const made = makeIndex(state.segments, null, fresh);
  if (made !== null) await writeIndex(home, state, made);
  return made;
}

/** As it is on the disk; null where it is not there or cannot be read. */
export async function readIndexFile(home: Home, state: SessionState): Promise<SessionIndex | null> {
  const sealed = await readBytesIfThere(indexPath(home, state));
  if (sealed === null) return null;
  const { identity } = await requireIdentity(home, state.program);
  try {
    const pieces = await Array.fromAsync(openSegment(sealed, identity));
    return contentToIndex(await decodeSegment(joinBytes(pieces)));
  } catch {
    // It can be made anew from the segments, which say themselves where one of them is broken.
    return null;
  }
}

/** From `fresh` sketches, and those that `old` has of the other segments; null where one is missing. */
export function makeIndex(
  lines: readonly SegmentLine[],
  old: SessionIndex | null,
  fresh: ReadonlyMap<SegmentId, SegmentContent>,
): SessionIndex | null {
  const sketches = new Map<SegmentId, readonly RecordingEvent[]>();
  let whole: SessionIndex['whole'] | null = old?.whole ?? null;
  for (const line of lines) {
    const content = fresh.get(line.segment);
    const sketch = content?.events ?? old?.sketches.get(line.segment);
    if (sketch === undefined) return null;
    sketches.set(line.segment, sketch);
    if (content !== undefined && line === lines.at(-1)) {
      const { events: _events, ...rest } = content;
      whole = rest;
    }
  }
  return whole === null ? null : { whole, sketches };
}

/** Puts it in the place of every other index of the session. */
export async function writeIndex(
  home: Home,
  state: SessionState,
  index: SessionIndex,
): Promise<void> {
  const { recipient } = await requireIdentity(home, state.program);
  // Opened from one's own segments, or about to be sealed as one: clean either way.
  const clean = dangerouslyRebrandClean(indexToContent(index));
  const { bytes } = await sealSegment(clean, [recipient], home.random);
  await writeFileAtomic(indexPath(home, state), bytes);
  await destroyIndexes(home, state);
}

const reportSchema = z.object({
  segments: z.array(z.tuple([z.string(), z.int().nonnegative()])),
  report: z.json(),
});

function indexToContent({ whole, sketches }: SessionIndex): SegmentContent {
  const segments = [...sketches].map(([segment, { length }]): [string, number] => [
    segment,
    length,
  ]);
  return {
    ...whole,
    events: [...sketches.values()].flat(),
    report: { segments, report: whole.report },
  };
}

function contentToIndex({ events, ...whole }: SegmentContent): SessionIndex {
  const { segments, report } = reportSchema.parse(whole.report);
  const sketches = new Map<SegmentId, readonly RecordingEvent[]>();
  let at = 0;
  for (const [segment, count] of segments) {
    sketches.set(parseId('segment', segment), events.slice(at, at + count));
    at += count;
  }
  return { whole: { ...whole, report }, sketches };
}
