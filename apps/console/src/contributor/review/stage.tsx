/** The redacted screen at the playhead: the pictures, the pointer's way, the step's target, what was covered. */
import type { CompanionSession, CompanionTimeline } from '@understudy/protocol';
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { strings } from '../../strings/strings.ts';
import { companion } from '../companion.ts';
import type { DrawnBox } from './black-out-card.tsx';
import { createFilm, type Film } from './film.ts';
import type { Playhead } from './playhead.ts';
import type { StageColours, StageTracks } from './stage-message.ts';
import classes from './stage.module.css';
import { coverToWords, ruleToWords } from './cover-words.ts';
import { placeOnScreen, useDrawing } from './use-drawing.ts';
import { useDevicePixels } from './use-device-pixels.ts';

const text = strings.contributor.review;
const noDisplay = { width: 1280, height: 800 };

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
  const display = timeline.display ?? noDisplay;
  const drawingHandlers = useDrawing(props.drawing, display, props.onDrawn);
  const pixels = useDevicePixels(canvas, display);
  const film = useFilm(canvas, session.session, timeline);

  /** Moves too often for a state: the film paints, the page stays. */
  const pointed = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const repaint = useRef(() => {});
  const point = (place: typeof pointed.current): void => {
    pointed.current = place;
    repaint.current();
  };

  const pointAt = (event: PointerEvent<HTMLCanvasElement>): void =>
    point(placeOnScreen(event, display));

  useEffect(() => {
    if (film === null || pixels === null) return;
    const show = (): void =>
      film.show({
        timeNs: playhead.timeNs(),
        showCovered,
        pointed: pointed.current,
        drawn,
        ...pixels,
      });
    show();
    repaint.current = show;
    return playhead.subscribe(show);
  }, [film, playhead, showCovered, drawn, pixels]);

  return (
    <canvas
      ref={canvas}
      className={classes['stage']}
      data-drawing={props.drawing}
      style={{ aspectRatio: `${display.width} / ${display.height}` }}
      role="img"
      aria-label={text.stage}
      onPointerMove={pointAt}
      onPointerDown={pointAt}
      onPointerLeave={() => point(null)}
      {...drawingHandlers}
    />
  );
}

/** The film of a session on that canvas, for as long as these are its segments. */
function useFilm(
  canvas: RefObject<HTMLCanvasElement | null>,
  session: CompanionSession['session'],
  timeline: CompanionTimeline,
): Film | null {
  const [film, setFilm] = useState<Film | null>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('bitmaprenderer');
    if (canvas.current === null || context === null || context === undefined) return;
    const tracks = timelineToTracks(timeline, readColours(canvas.current));
    const made = createFilm(context, timeline.segments, tracks, (segment) =>
      companion.call('segmentView', { params: { session, segment } }),
    );
    setFilm(made);
    return () => made.close();
  }, [canvas, session, timeline]);
  return film;
}

function timelineToTracks(timeline: CompanionTimeline, colours: StageColours): StageTracks {
  const { frames, steps, redactions } = timeline;
  return {
    display: timeline.display ?? noDisplay,
    frames,
    steps,
    redactions: redactions.map(({ boxes, ...redaction }) => ({
      ...redaction,
      boxes: boxes.map((box) => ({
        ...box,
        label: `${coverToWords(box.label)}: ${ruleToWords(box.rule)}`,
      })),
    })),
    colours,
    words: { none: text.noPicture, loading: strings.answer.loading },
  };
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
