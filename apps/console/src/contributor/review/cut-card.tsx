import type { CompanionSession } from '@understudy/protocol';
import { useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Failure } from '../../parts/failure.tsx';
import { strings } from '../../strings/strings.ts';
import { momentToWords } from '../../words/words.ts';
import { companion } from '../companion.ts';
import type { Playhead } from './playhead.ts';
import { useEdit } from './use-edit.ts';

export interface CutRange {
  readonly fromNs: number | null;
  readonly toNs: number | null;
}

const text = strings.contributor.review;
const nowhere: CutRange = { fromNs: null, toNs: null };
const timeToWords = (timeNs: number | null): string =>
  timeNs === null ? '–' : momentToWords(timeNs / 1e6);

/** Takes everything between two moments out of the files. */
export function CutCard({
  session,
  playhead,
  range,
  onRange,
}: {
  readonly session: CompanionSession['session'];
  readonly playhead: Playhead;
  readonly range: CutRange;
  readonly onRange: (range: CutRange) => void;
}) {
  const [asking, setAsking] = useState(false);
  const { fromNs, toNs } = range;
  const body = fromNs !== null && toNs !== null && fromNs < toNs ? { fromNs, toNs } : null;
  const cut = useEdit(
    session,
    (wanted: { fromNs: number; toNs: number }) =>
      companion.call('cut', { params: { session }, body: wanted }),
    () => {
      onRange(nowhere);
      setAsking(false);
    },
  );
  return (
    <Card heading={text.cutHeading}>
      <Facts
        facts={[
          [text.cutFrom, timeToWords(fromNs)],
          [text.cutTo, timeToWords(toNs)],
        ]}
      />
      <div className="acts">
        <Button onClick={() => onRange({ ...range, fromNs: playhead.timeNs() })}>
          {text.setFrom}
        </Button>
        <Button onClick={() => onRange({ ...range, toNs: playhead.timeNs() })}>{text.setTo}</Button>
        <Button
          look="dangerQuiet"
          disabled={body === null || cut.busy}
          onClick={() => setAsking(true)}
        >
          {text.cut}
        </Button>
      </div>
      <Failure error={cut.error} />
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        heading={text.cutHeading}
        act={text.cut}
        look="danger"
        busy={cut.busy}
        onAct={() => body !== null && cut.mutate(body)}
      >
        <p>{text.cutRange(timeToWords(fromNs), timeToWords(toNs))}</p>
        <p>{text.cutText}</p>
      </Confirm>
    </Card>
  );
}
