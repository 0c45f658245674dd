/** The desk: the picture and its transport on one side, the steps and what to do on the other. */
import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { useEffect, useMemo, useState } from 'react';
import { strings } from '../../strings/strings.ts';
import { CoveredCard } from './covered-card.tsx';
import { CutCard, type CutRange } from './cut-card.tsx';
import { BlackOutCard, type DrawnBox } from './black-out-card.tsx';
import { DecideCard } from './decide-card.tsx';
import { DescribeCard } from './describe-card.tsx';
import { MissedCard } from './missed-card.tsx';
import { createPlayhead } from './playhead.ts';
import classes from './review-desk.module.css';
import { followKeys, keysWanted, wantKeys } from './review-keys.ts';
import { Stage } from './stage.tsx';
import { StepsCard } from './steps-card.tsx';
import { TakeBackCard } from './take-back-card.tsx';
import { Transport } from './transport.tsx';

const text = strings.contributor.review;
const decidable: readonly CompanionSession['status']['kind'][] = ['interrupted', 'local', 'kept'];

export function ReviewDesk({
  session,
  timeline,
}: {
  readonly session: CompanionSession;
  readonly timeline: CompanionTimeline;
}) {
  // It opens at the first picture, which comes a moment after the start.
  const startNs = timeline.frames[0]?.timeNs ?? 0;
  const playhead = useMemo(
    () => createPlayhead(timeline.durationNs, startNs),
    [timeline.durationNs, startNs],
  );
  const [range, setRange] = useState<CutRange>({ fromNs: null, toNs: null });
  const [covered, setCovered] = useState(true);
  const [drawn, setDrawn] = useState<DrawnBox | null>(null);
  const [drawing, setDrawing] = useState(false);
  const [keys, setKeys] = useState(keysWanted);

  useEffect(
    () => (keys ? followKeys(window, playhead, timeline.steps, setRange) : undefined),
    [keys, playhead, timeline.steps],
  );
  useEffect(() => () => playhead.pause(), [playhead]);

  return (
    <div className={classes['desk']}>
      <div className={classes['picture']}>
        <Stage
          session={session}
          timeline={timeline}
          playhead={playhead}
          showCovered={covered}
          drawing={drawing}
          drawn={drawn}
          onDrawn={(box) => {
            setDrawn(box);
            setDrawing(false);
          }}
        />
        <Transport
          timeline={timeline}
          playhead={playhead}
          range={range}
          covered={covered}
          onCovered={setCovered}
        />
        <label className={`note choice ${classes['keys']}`}>
          <input
            type="checkbox"
            checked={keys}
            onChange={({ target }) => {
              wantKeys(target.checked);
              setKeys(target.checked);
            }}
          />
          <span>
            {text.keysLabel}{' '}
            {text.keys.map(({ keys, act }) => (
              <span key={act} className={classes['key']}>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}{' '}
                {act}
              </span>
            ))}
          </span>
        </label>
        {!session.sent && (
          <div className={`columns ${classes['tools']}`}>
            <CutCard
              session={session.session}
              playhead={playhead}
              range={range}
              onRange={setRange}
            />
            <BlackOutCard
              session={session.session}
              timeline={timeline}
              playhead={playhead}
              drawn={drawn}
              drawing={drawing}
              onDrawing={setDrawing}
              onDrawn={setDrawn}
            />
            <MissedCard session={session.session} />
          </div>
        )}
        <CoveredCard covered={timeline.covered} session={session} />
      </div>
      <div className={classes['words']}>
        <StepsCard session={session} steps={timeline.steps} playhead={playhead} />
        <div className={classes['later']}>
          {!session.sent && <DescribeCard session={session} task={timeline.task} />}
          {session.sent && <TakeBackCard session={session.session} />}
          {decidable.includes(session.status.kind) && (
            <DecideCard session={session} steps={timeline.steps} />
          )}
        </div>
      </div>
    </div>
  );
}
