/** The actions as sentences; the one at the playhead is marked, each can be jumped to or dropped. */
import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Failure } from '../../parts/failure.tsx';
import { strings } from '../../strings/strings.ts';
import { stepToWords } from '../../words/step-words.ts';
import { durationToWords } from '../../words/words.ts';
import { companion } from '../companion.ts';
import { indexAt } from './index-at.ts';
import { usePlayhead, type Playhead } from './playhead.ts';
import classes from './steps-card.module.css';
import { useEdit } from './use-edit.ts';

/** The list follows the playhead in steps that the eye can follow too. */
const followMs = 200;
const restMs = 250;

type Step = CompanionTimeline['steps'][number];
const text = strings.contributor.review;

export function StepsCard({
  session,
  steps,
  playhead,
}: {
  readonly session: CompanionSession;
  readonly steps: readonly Step[];
  readonly playhead: Playhead;
}) {
  const [asked, setAsked] = useState<Step | null>(null);
  const starts = useMemo(() => steps.map(({ startNs }) => startNs), [steps]);
  const current = usePlayhead(playhead, (head) => indexAt(starts, head.timeNs()), followMs);
  const list = useRef<HTMLOListElement>(null);
  const jump = useCallback((step: Step) => playhead.seek(step.startNs), [playhead]);
  const drop = useEdit(
    session.session,
    ({ startNs, endNs }: Step) =>
      companion.call('dropStep', {
        params: { session: session.session },
        // A range ends before its end; the step's last event goes too.
        body: { fromNs: startNs, toNs: endNs + 1 },
      }),
    () => setAsked(null),
  );
  useEffect(() => {
    // Scrolling lays the whole list out: not while somebody scrubs.
    const timer = setTimeout(() => {
      const item = list.current?.children[current];
      if (item instanceof HTMLElement && list.current !== null) {
        list.current.scrollTop = item.offsetTop - list.current.clientHeight / 2;
      }
    }, restMs);
    return () => clearTimeout(timer);
  }, [current]);

  return (
    <Card heading={text.steps}>
      {steps.length === 0 && <p className="note">{text.stepsEmpty}</p>}
      <ol ref={list} className={classes['steps']} tabIndex={0} aria-label={text.steps}>
        {steps.map((step, index) => (
          <Item
            key={step.index}
            step={step}
            current={index === current}
            onJump={jump}
            onDrop={session.sent ? null : setAsked}
          />
        ))}
      </ol>
      <Failure error={drop.error} />
      <Confirm
        open={asked !== null}
        onClose={() => setAsked(null)}
        heading={text.drop}
        act={text.drop}
        look="danger"
        busy={drop.busy}
        onAct={() => asked !== null && drop.mutate(asked)}
      >
        {text.dropText}
      </Confirm>
    </Card>
  );
}

/** Drawn anew only when the playhead comes or goes: an hour has a thousand of them. */
const Item = memo(function Item({
  step,
  current,
  onJump,
  onDrop,
}: {
  readonly step: Step;
  readonly current: boolean;
  readonly onJump: (step: Step) => void;
  /** null: it can no longer be changed. */
  readonly onDrop: ((step: Step) => void) | null;
}) {
  return (
    <li aria-current={current ? 'step' : undefined}>
      <button type="button" className={classes['jump']} onClick={() => onJump(step)}>
        <span className={classes['time']}>{durationToWords(step.startNs / 1e6)}</span>
        <span>{stepToWords(step)}</span>
      </button>
      {current && onDrop !== null && <Button onClick={() => onDrop(step)}>{text.drop}</Button>}
    </li>
  );
});
