/** What is covered in the picture at the playhead, in words: for who cannot point at it, and before one does. */
import type { CompanionTimeline } from '@understudy/protocol';
import { useMemo } from 'react';
import { strings } from '../../strings/strings.ts';
import { coverToWords } from './cover-words.ts';
import { indexAt } from './index-at.ts';
import { usePlayhead, type Playhead } from './playhead.ts';
import classes from './transport.module.css';

const text = strings.contributor.review;
/** While it plays. */
const everyMs = 250;

export function CoveredHere({
  timeline: { frames, redactions },
  playhead,
}: {
  readonly timeline: CompanionTimeline;
  readonly playhead: Playhead;
}) {
  const frameTimes = useMemo(() => frames.map(({ timeNs }) => timeNs), [frames]);
  const coverTimes = useMemo(() => redactions.map(({ timeNs }) => timeNs), [redactions]);
  const words = usePlayhead(
    playhead,
    (head) => {
      const shownAtNs = frameTimes[indexAt(frameTimes, head.timeNs())] ?? -1;
      const boxes = redactions[indexAt(coverTimes, shownAtNs)]?.boxes ?? [];
      if (boxes.length === 0) return text.coveredHereNone;
      const kinds = Map.groupBy(boxes, ({ label }) => coverToWords(label));
      return text.coveredHere(
        [...kinds].map(([kind, { length }]) => (length === 1 ? kind : `${kind} (${length})`)),
      );
    },
    everyMs,
  );
  return <p className={`note ${classes['here']}`}>{words}</p>;
}
