/** The actions as sentences; the one at the playhead is marked, each can be jumped to or dropped. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Failure } from '../../parts/failure.tsx';
import { strings } from '../../strings/strings.ts';
import { durationToWords } from '../../words/words.ts';
import { companion } from '../companion.ts';
import { indexAt, usePlayhead, type Playhead } from './playhead.ts';
import { settleEdit } from './settle-edit.ts';
import classes from './steps-card.module.css';

type Step = CompanionTimeline['steps'][number];
const text = strings.contributor.review;

export function StepsCard({
  session,
  steps,
  playhead,
}: {
  readonly session: CompanionSession['session'];
  readonly steps: readonly Step[];
  readonly playhead: Playhead;
}) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Step | null>(null);
  const starts = steps.map(({ startNs }) => startNs);
  const current = usePlayhead(playhead, (head) => indexAt(starts, head.timeNs()));
  const list = useRef<HTMLOListElement>(null);
  const drop = useMutation({
    mutationFn: ({ startNs, endNs }: Step) =>
      companion.call('dropStep', {
        params: { session },
        body: { fromNs: startNs, toNs: Math.max(endNs, startNs + 1) },
      }),
    onSuccess: (summary) => {
      setAsked(null);
      return settleEdit(queries, summary);
    },
  });
  useEffect(() => {
    const item = list.current?.children[current];
    if (item instanceof HTMLElement && list.current !== null) {
      list.current.scrollTop = item.offsetTop - list.current.clientHeight / 2;
    }
  }, [current]);

  return (
    <Card heading={text.steps}>
      {steps.length === 0 && <p className="note">{text.stepsEmpty}</p>}
      <ol ref={list} className={classes['steps']} tabIndex={0} aria-label={text.steps}>
        {steps.map((step, index) => (
          <li key={step.index} aria-current={index === current ? 'step' : undefined}>
            <button
              type="button"
              className={classes['jump']}
              onClick={() => playhead.seek(step.startNs)}
            >
              <span className={classes['time']}>{durationToWords(step.startNs / 1e6)}</span>
              {step.words}
            </button>
            {index === current && <Button onClick={() => setAsked(step)}>{text.drop}</Button>}
          </li>
        ))}
      </ol>
      <Failure error={drop.error} />
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        heading={text.drop}
        act={text.drop}
        look="danger"
        busy={drop.isPending}
        onAct={() => asked !== null && drop.mutate(asked)}
      >
        {text.dropText}
      </Confirm>
    </Card>
  );
}
