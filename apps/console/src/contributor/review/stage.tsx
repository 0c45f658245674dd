/** The redacted screen at the playhead: picture, pointer and its trail, target, what was covered. */
import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { useEffect, useMemo, useRef } from 'react';
import { strings } from '../../strings/strings.ts';
import type { DrawnBox } from './black-out-card.tsx';
import { useFilm } from './use-film.ts';
import { indexAt, type Playhead } from './playhead.ts';
import { paintStage, type StageColours } from './paint-stage.ts';
import classes from './stage.module.css';
import { useDrawing } from './use-drawing.ts';

const text = strings.contributor.review;

export function Stage(props: {
  readonly session: CompanionSession;
  readonly timeline: CompanionTimeline;
  readonly playhead: Playhead;
  readonly showCovered: boolean;
  readonly drawing: boolean;
  readonly drawn: DrawnBox | null;
  readonly onDrawn: (box: DrawnBox) => void;
}) {
  const { session, timeline, playhead, showCovered, drawn } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const display = timeline.display ?? { width: 1280, height: 800 };
  const tracks = useMemo(
    () => ({
      segmentStarts: session.segments.map(({ startNs }) => startNs),
      places: placesOf(timeline.frames),
      frameTimes: timeline.frames.map(({ timeNs }) => timeNs),
      stepStarts: timeline.steps.map(({ startNs }) => startNs),
      boxesOf: new Map(
        timeline.redactions.map(({ frame, boxes }) => [
          frame,
          boxes.map((box) => ({ ...box, label: text.coveredKinds[box.label] ?? box.label })),
        ]),
      ),
    }),
    [session.segments, timeline],
  );
  const drawingHandlers = useDrawing(props.drawing, display, props.onDrawn);

  const film = useFilm(session.session, timeline.segments);

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
      const segment = indexAt(tracks.segmentStarts, timeNs);
      paintStage(context, {
        image: frame === undefined ? null : film.show(frame.segment, tracks.places[index] ?? 0),
        size: display,
        pointer: [...film.pointer(segment - 1), ...film.pointer(segment)],
        timeNs,
        target: step !== undefined && timeNs <= step.endNs + 4e8 ? step.target : null,
        covered: showCovered && frame !== undefined ? (tracks.boxesOf.get(frame.frame) ?? []) : [],
        drawn,
        colours,
        words: frame === undefined ? text.noPicture : strings.answer.loading,
      });
    };
    const request = (): void => {
      if (wanted === 0) wanted = requestAnimationFrame(paint);
    };
    request();
    const stops = [playhead.subscribe(request), film.subscribe(request)];
    return () => {
      for (const stop of stops) stop();
      cancelAnimationFrame(wanted);
    };
  }, [film, timeline, playhead, tracks, showCovered, drawn, display.width, display.height]);

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

/** The place of each frame among those of its segment. */
function placesOf(frames: CompanionTimeline['frames']): readonly number[] {
  const counts = new Map<number, number>();
  return frames.map(({ segment }) => {
    const place = counts.get(segment) ?? 0;
    counts.set(segment, place + 1);
    return place;
  });
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
