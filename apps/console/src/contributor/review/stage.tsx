/** The redacted screen at the playhead: picture, pointer and its trail, target, what was covered. */
import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { useEffect, useMemo, useRef } from 'react';
import { strings } from '../../strings/strings.ts';
import { companion } from '../companion.ts';
import type { DrawnBox } from './black-out-card.tsx';
import { createFrameCache } from './frame-cache.ts';
import { indexAt, type Playhead } from './playhead.ts';
import { paintStage, type StageColours } from './paint-stage.ts';
import classes from './stage.module.css';
import { useDrawing } from './use-drawing.ts';

const text = strings.contributor.review;

export function Stage(props: {
  readonly session: CompanionSession['session'];
  readonly timeline: CompanionTimeline;
  readonly pointer: readonly number[];
  readonly playhead: Playhead;
  readonly showCovered: boolean;
  readonly drawing: boolean;
  readonly drawn: DrawnBox | null;
  readonly onDrawn: (box: DrawnBox) => void;
}) {
  const { session, timeline, pointer, playhead, showCovered, drawn } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const display = timeline.display ?? { width: 1280, height: 800 };
  const tracks = useMemo(
    () => ({
      frameTimes: timeline.frames.map(({ timeNs }) => timeNs),
      stepStarts: timeline.steps.map(({ startNs }) => startNs),
      boxesOf: new Map(timeline.redactions.map(({ frame, boxes }) => [frame, boxes])),
    }),
    [timeline],
  );
  const drawingHandlers = useDrawing(props.drawing, display, props.onDrawn);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined || canvas.current === null) return;
    const colours = readColours(canvas.current);
    let wanted = 0;
    const paint = (): void => {
      wanted = 0;
      const timeNs = playhead.timeNs();
      const index = indexAt(tracks.frameTimes, timeNs);
      const frame = timeline.frames[index];
      const step = timeline.steps[indexAt(tracks.stepStarts, timeNs)];
      paintStage(context, {
        image: index < 0 ? null : cache.show(index),
        size: display,
        pointer,
        timeNs,
        target: step !== undefined && timeNs <= step.endNs + 4e8 ? step.target : null,
        covered: showCovered && frame !== undefined ? (tracks.boxesOf.get(frame.frame) ?? []) : [],
        drawn,
        colours,
        noPicture: text.noPicture,
      });
    };
    const request = (): void => {
      if (wanted === 0) wanted = requestAnimationFrame(paint);
    };
    const cache = createFrameCache(
      timeline.frames.map(({ frame }) => companion.frameUrl({ session, frame })),
      request,
    );
    request();
    const stop = playhead.subscribe(request);
    return () => {
      stop();
      cancelAnimationFrame(wanted);
    };
  }, [
    session,
    timeline,
    pointer,
    playhead,
    tracks,
    showCovered,
    drawn,
    display.width,
    display.height,
  ]);

  return (
    <canvas
      ref={canvas}
      className={classes['stage']}
      data-drawing={props.drawing}
      width={display.width}
      height={display.height}
      role="img"
      aria-label={text.stage}
      {...drawingHandlers}
    />
  );
}

function readColours(element: Element): StageColours {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(`--stage-${name}`);
  return {
    ground: of('ground'),
    ink: of('ink'),
    path: of('path'),
    target: of('target'),
    covered: of('covered'),
  };
}
