/**
 * A frame of a session by its id → the whole screen as a picture. Remembers
 * where it stopped in one segment, so that scrubbing forward decodes each
 * patch once; memory: one opened segment and one picture.
 */
import type { FrameId, SegmentId } from '@understudy/base';
import type { ScreenEvent } from '@understudy/recording';
import { CompanionError } from '../error.ts';
import type { Home } from '../home.ts';
import type { SegmentLine } from '../journal.ts';
import type { SessionState } from '../session-state.ts';
import { createCanvas, type Canvas } from './canvas.ts';
import { openOwnSegment } from './open-own.ts';

export interface FrameReader {
  /** Lossless WebP. @throws CompanionError `segmentMissing` where the session has no such frame */
  read(state: SessionState, frame: FrameId): Promise<Uint8Array>;
  /** Forgets what it holds (after an edit, or when the page is closed). */
  clear(): void;
}

interface Opened {
  readonly segment: SegmentId;
  readonly screens: readonly ScreenEvent[];
  canvas: Canvas | null;
  /** How many of `screens` are painted. */
  painted: number;
}

export function createFrameReader(home: Home): FrameReader {
  let opened: Opened | null = null;
  /** Which segment each frame that was ever seen lies in. */
  const segmentOf = new Map<FrameId, SegmentId>();
  let turn: Promise<unknown> = Promise.resolve();

  const openLine = async (state: SessionState, line: SegmentLine): Promise<Opened> => {
    if (opened?.segment === line.segment) return opened;
    const { events } = await openOwnSegment(home, state, line);
    const screens = events.filter((event) => event.kind === 'screen');
    for (const { frame } of screens) segmentOf.set(frame, line.segment);
    opened = { segment: line.segment, screens, canvas: null, painted: 0 };
    return opened;
  };

  const find = async (state: SessionState, frame: FrameId): Promise<Opened> => {
    const held = state.segments.find(({ segment }) => segment === segmentOf.get(frame));
    if (held !== undefined) return openLine(state, held);
    for (const line of state.segments) {
      const candidate = await openLine(state, line);
      if (candidate.screens.some((screen) => screen.frame === frame)) return candidate;
    }
    throw new CompanionError({
      code: 'segmentMissing',
      message: `Session ${state.session} has no frame ${frame}.`,
      remedy: 'Read the timeline again; the frame may have been cut.',
    });
  };

  const read = async (state: SessionState, frame: FrameId): Promise<Uint8Array> => {
    const at = await find(state, frame);
    const wanted = at.screens.findIndex((screen) => screen.frame === frame);
    // Backwards: paint anew from the segment's keyframe.
    if (at.canvas === null || wanted < at.painted - 1) at.painted = 0;
    for (let index = at.painted; index <= wanted; index += 1) {
      const screen = at.screens[index];
      if (screen === undefined) break;
      if (at.canvas === null || !isSameSize(at.canvas, screen) || index === 0) {
        at.canvas = createCanvas(screen.size);
      }
      await at.canvas.paint(screen);
      at.painted = index + 1;
    }
    return at.canvas?.picture() ?? new Uint8Array();
  };

  return {
    // One after the other: they share the one picture.
    read: (state, frame) => {
      const next = turn.then(
        () => read(state, frame),
        () => read(state, frame),
      );
      turn = next.catch(() => {});
      return next;
    },
    clear: () => {
      opened = null;
      segmentOf.clear();
    },
  };
}

function isSameSize({ size }: Canvas, screen: ScreenEvent): boolean {
  return size.width === screen.size.width && size.height === screen.size.height;
}
