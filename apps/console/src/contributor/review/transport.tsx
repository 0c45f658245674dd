/** Play, speed, and the strip on which steps, gaps and the range to cut stand. */
import { Slider } from '@base-ui/react/slider';
import type { CompanionTimeline } from '@understudy/protocol';
import { memo, useId, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { strings } from '../../strings/strings.ts';
import { durationToWords } from '../../words/words.ts';
import type { CutRange } from './cut-card.tsx';
import { CoveredHere } from './covered-here.tsx';
import { usePlayhead, type Playhead } from './playhead.ts';
import classes from './transport.module.css';

const text = strings.contributor.review;
const speeds = [1, 2, 4, 8] as const;

export function Transport({
  timeline,
  playhead,
  range,
  covered,
  onCovered,
}: {
  readonly timeline: CompanionTimeline;
  readonly playhead: Playhead;
  readonly range: CutRange;
  readonly covered: boolean;
  readonly onCovered: (covered: boolean) => void;
}) {
  const playing = usePlayhead(playhead, (head) => head.playing());
  const [speed, setSpeed] = useState(1);
  const id = useId();
  return (
    <div className={classes['transport']}>
      <Button look="primary" onClick={() => (playing ? playhead.pause() : playhead.play(speed))}>
        {playing ? text.pause : text.play}
      </Button>
      <label htmlFor={id} className={classes['speed']}>
        {text.speed}
        <select
          id={id}
          value={speed}
          onChange={({ target }) => {
            setSpeed(Number(target.value));
            if (playing) playhead.play(Number(target.value));
          }}
        >
          {speeds.map((value) => (
            <option key={value} value={value}>{`${value}×`}</option>
          ))}
        </select>
      </label>
      <Position playhead={playhead} timeline={timeline} range={range} />
      <label className={classes['covered']}>
        <input
          type="checkbox"
          checked={covered}
          onChange={({ target }) => onCovered(target.checked)}
        />
        {text.showCovered}
      </label>
      <CoveredHere timeline={timeline} playhead={playhead} />
    </div>
  );
}

function Position({
  playhead,
  timeline,
  range,
}: {
  readonly playhead: Playhead;
  readonly timeline: CompanionTimeline;
  readonly range: CutRange;
}) {
  const { durationNs } = timeline;
  const tenths = usePlayhead(playhead, (head) => Math.round(head.timeNs() / 1e8));
  const words = durationToWords(tenths * 100);
  return (
    <>
      <Slider.Root
        className={classes['slider'] ?? ''}
        value={tenths}
        max={Math.max(1, Math.ceil(durationNs / 1e8))}
        onValueChange={(value) => {
          const [tenth] = [value].flat();
          if (tenth !== undefined) playhead.seek(tenth * 1e8);
        }}
      >
        <Slider.Control className={classes['control'] ?? ''}>
          <Slider.Track className={classes['track'] ?? ''}>
            <Strip timeline={timeline} range={range} />
            <Slider.Thumb
              className={classes['thumb'] ?? ''}
              aria-label={text.position}
              getAriaValueText={() => words}
            />
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <output className={classes['time']}>
        {words} / {durationToWords(durationNs / 1e6)}
      </output>
    </>
  );
}

/** Drawn once a timeline, not once a moment. */
const Strip = memo(function Strip({
  timeline,
  range,
}: {
  readonly timeline: CompanionTimeline;
  readonly range: CutRange;
}) {
  const at = (timeNs: number): number => (timeNs / Math.max(1, timeline.durationNs)) * 1000;
  return (
    <svg className={classes['strip']} viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden>
      {timeline.gaps.map(({ timeNs, durationNs }) => (
        <rect
          key={timeNs}
          className={classes['gap']}
          x={at(timeNs)}
          y={0}
          width={Math.max(1, at(durationNs))}
          height={24}
        />
      ))}
      <path
        className={classes['step']}
        d={timeline.steps.map(({ startNs }) => `M${at(startNs)} 6v12`).join('')}
      />
      {range.fromNs !== null && range.toNs !== null && range.toNs > range.fromNs && (
        <rect
          className={classes['cut']}
          x={at(range.fromNs)}
          y={0}
          width={at(range.toNs - range.fromNs)}
          height={24}
        />
      )}
    </svg>
  );
});
