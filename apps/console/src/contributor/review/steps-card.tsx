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
/** Laid out and looked for on the page together: each that is by itself costs every frame. */
const blockSteps = 32;
/** Of most steps, for those that were not laid out yet. */
const stepPx = 38;

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
  const blocks = useMemo(
    () =>
      Array.from({ length: Math.ceil(steps.length / blockSteps) }, (_, at) =>
        steps.slice(at * blockSteps, (at + 1) * blockSteps),
      ),
    [steps],
  );
  const list = useRef<HTMLDivElement>(null);
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
      const item = list.current?.querySelector('[aria-current]');
      if (item === null || item === undefined || list.current === null) return;
      const fromTopPx = item.getBoundingClientRect().top - list.current.getBoundingClientRect().top;
      list.current.scrollTop += fromTopPx - list.current.clientHeight / 2;
    }, restMs);
    return () => clearTimeout(timer);
  }, [current]);

  return (
    <Card heading={text.steps}>
      {steps.length === 0 && <p className="note">{text.stepsEmpty}</p>}
      <div ref={list} className={classes['steps']} role="list" tabIndex={0} aria-label={text.steps}>
        {blocks.map((block, at) => (
          <div
            key={block[0]?.index}
            className={classes['block']}
            style={{ containIntrinsicSize: `auto ${block.length * stepPx}px` }}
          >
            {block.map((step, index) => (
              <Item
                key={step.index}
                step={step}
                current={at * blockSteps + index === current}
                onJump={jump}
                onDrop={session.sent ? null : setAsked}
              />
            ))}
          </div>
        ))}
      </div>
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
    <div role="listitem" className={classes['item']} aria-current={current ? 'step' : undefined}>
      <button type="button" className={classes['jump']} onClick={() => onJump(step)}>
        <span className={classes['time']}>{durationToWords(step.startNs / 1e6)}</span>
        <span>{stepToWords(step)}</span>
      </button>
      {current && onDrop !== null && <Button onClick={() => onDrop(step)}>{text.drop}</Button>}
    </div>
  );
});
