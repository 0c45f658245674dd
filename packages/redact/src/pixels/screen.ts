/**
 * Raw frames → clean screen events: covers painted, then what truly changed
 * encoded as lossless WebP.
 *
 * Invariant: an encoder only ever reads the clean canvas. Memory: the raw and
 * the clean canvas, room for a part of one, and the damaged parts of frames not
 * yet encoded.
 */
import { createId, type Clock, type Random } from '@understudy/base';
import { intersectBoxes } from '@understudy/recording';
import type {
  Box,
  FrameWindow,
  RawFrame,
  RecordingEvent,
  ScreenEvent,
  ScreenPatch,
  Size,
} from '@understudy/recording';
import { encodePatch } from '#picture';
import type { ReportBuilder } from '../report.ts';
import { mergeBoxes } from './boxes.ts';
import {
  changedPart,
  clipBox,
  copyPart,
  createCanvas,
  fillPart,
  overlayPart,
  putPart,
  releasePart,
  wordsOf,
  type Canvas,
} from './canvas.ts';
import { areaRule, type Cover, type Drawn } from './cover.ts';
import { drawClean } from './draw-clean.ts';
import { createRoomBeside } from './room-beside.ts';

export interface HeldFrame {
  readonly event: Omit<RawFrame, 'pixels' | 'damage' | 'windows' | 'kind'>;
  readonly windows: readonly FrameWindow[];
  readonly parts: readonly { readonly box: Box; readonly words: Uint32Array }[];
  readonly whole: boolean;
  readonly sizeBytes: number;
}

/** The fill of what is covered, where nothing is drawn. */
export const coverWord = 0xff808080;

/** Copies what of the frame changed; all of it where `whole`. */
export function holdFrame(frame: RawFrame, whole: boolean): HeldFrame {
  const all: Box = { x: 0, y: 0, ...frame.size };
  const damage = frame.damage.flatMap((box) => clipBox(box, frame.size) ?? []);
  const parts = (whole ? [all] : mergeBoxes(damage)).map((box) => ({
    box,
    words: wordsOf(frame.pixels, frame.size.width, box),
  }));
  return {
    event: { timeNs: frame.timeNs, frame: frame.frame, size: frame.size, cause: frame.cause },
    windows: frame.windows,
    parts,
    whole,
    sizeBytes: parts.reduce((sum, { words }) => sum + words.byteLength, 0),
  };
}

export interface Screen {
  /**
   * The clean screen event of the frame and its redaction event; nothing where nothing visible changed.
   * @param frame of which the pixels are released
   * @param show asked of covers that may be read; without it they are filled
   */
  encode(frame: HeldFrame, covers: readonly Cover[], show?: ShowArea): Promise<RecordingEvent[]>;
  /** The screen as it stands, as a keyframe; null before the first frame. */
  keyframe(timeNs: number): Promise<RecordingEvent[]>;
}

/** The clean pixels of a raw area that no structure explains, and what was replaced in them; null: it is filled. */
export type ShowArea = (area: Canvas, at: Box) => Promise<ShownArea | null>;

export interface ShownArea {
  /** The same object for as long as they are the same. */
  readonly words: Uint32Array;
  /** In the area. */
  readonly found: readonly (Box & Pick<Cover, 'kind' | 'rule'>)[];
}

const coverKey = ({ box, rule, draw, keeps }: Cover): string =>
  `${box.x} ${box.y} ${box.width} ${box.height} ${rule} ${keeps === true} ${draw?.clean ?? ''}`;

/** What is read lies below all that must be covered, and what a person never wants shown above all. */
function layerOf({ reads, rule }: Cover): number {
  return reads === true ? 0 : rule === areaRule ? 2 : 1;
}

/** Of one layer the larger first: what stands inside of another text is drawn over it. */
function byOrder(a: Cover, b: Cover): number {
  const area = ({ width, height }: Box): number => width * height;
  return layerOf(a) - layerOf(b) || area(b.box) - area(a.box);
}

/** Drawn once for each look of a place and each clean text; the least used goes. */
const rememberedDrawings = 256;

const isWhole = (part: Size, screen: Size): boolean =>
  part.width === screen.width && part.height === screen.height;

/** FNV-1a over the pixels. */
function hashOf(part: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (const word of part) hash = Math.imul(hash ^ word, 0x01000193);
  return hash >>> 0;
}

export function createScreen(parts: {
  random: Random;
  clock: Clock;
  report: ReportBuilder;
}): Screen {
  const { random, clock, report } = parts;
  let raw: Canvas = createCanvas({ width: 0, height: 0 });
  let clean: Canvas = raw;
  let covers = new Map<string, Cover>();
  let keyPatch: ScreenPatch | null = null;
  // Whether the clean canvas holds what no event has told: then only a keyframe is true.
  let isAhead = false;

  const redactionEvent = (timeNs: number, frame: ScreenEvent['frame']): RecordingEvent[] =>
    covers.size === 0
      ? []
      : [
          {
            kind: 'redaction',
            timeNs,
            frame,
            boxes: [...covers.values()].map(({ box, kind, rule }) => ({
              ...box,
              label: kind,
              rule,
            })),
          },
        ];

  /** What was shown of each cover that was read. */
  let looks = new Map<string, Uint32Array>();
  const drawings = new Map<string, Uint32Array>();
  const drawn = new Map<Drawn, { readonly box: Box; readonly words: Uint32Array }>();

  /** The pixels to show for a cover with a text, made from the raw canvas as it is now. */
  const prepare = async (draw: Drawn): Promise<void> => {
    const box = clipBox(draw.origin, raw);
    if (box === null) return;
    const part = copyPart(raw.words, raw.width, box);
    const key = `${box.width} ${box.height} ${hashOf(part)} ${draw.raw.length} ${draw.clean}`;
    const held = drawings.get(key) ?? (await drawClean(part, box, draw.raw, draw.clean));
    drawings.delete(key);
    drawings.set(key, held);
    if (drawings.size > rememberedDrawings) drawings.delete(drawings.keys().next().value ?? '');
    drawn.set(draw, { box, words: held });
  };

  /** The cover with what may be shown of it, and the covers inside of it for what was replaced. */
  const readCover = async (key: string, cover: Cover, show: ShowArea): Promise<Cover[]> => {
    const { box } = cover;
    const { width, height } = box;
    const words = isWhole(box, raw) ? raw.words : copyPart(raw.words, raw.width, box);
    const shown = await show({ words, width, height }, box);
    if (shown === null) return [cover];
    const { words: seen, found } = shown;
    const draw: Drawn = { origin: box, raw: '', clean: '' };
    drawn.set(draw, { box, words: seen });
    looks.set(key, seen);
    const inside = found.map(({ kind, rule, x, y, width, height }): Cover => {
      const at = { x: box.x + x, y: box.y + y, width, height };
      return { box: at, kind, layer: 'L3', rule, draw };
    });
    return [{ ...cover, draw }, ...inside];
  };

  const withRoom = createRoomBeside();
  /** A screen is megabytes: new memory for each look at it costs more to give back than to fill. */
  let room = new Uint32Array(0);
  const compose = (box: Box): Box | null => {
    if (room.length < box.width * box.height) room = new Uint32Array(box.width * box.height);
    const part = copyPart(raw.words, raw.width, box, room);
    for (const { box: covered, draw, keeps } of covers.values()) {
      if (keeps === true)
        overlayPart(part, box, covered, copyPart(clean.words, clean.width, box), box);
      else fillPart(part, box, covered, coverWord);
      const drawing = draw === null ? undefined : drawn.get(draw);
      if (drawing !== undefined) overlayPart(part, box, covered, drawing.words, drawing.box);
    }
    const changed = changedPart(clean, box, part);
    if (changed !== null) putPart(clean, box, part);
    return changed;
  };

  const reset = (size: Size): void => {
    raw = createCanvas(size);
    clean = createCanvas(size);
    covers = new Map();
  };

  return {
    encode: async ({ event, parts, whole: isNew }, frameCovers, show) => {
      report.frame('seen');
      if (isNew) reset(event.size);
      const whole = isNew || isAhead;
      isAhead = true;
      for (const { box, words } of parts) {
        putPart(raw, box, words);
        releasePart(words);
      }
      const before = covers;
      const looksBefore = looks;
      covers = new Map();
      looks = new Map();
      drawn.clear();
      const placedCovers = withRoom(
        raw,
        frameCovers,
        parts.map(({ box }) => box),
      );
      for (const cover of placedCovers.toSorted(byOrder)) {
        const box = clipBox(cover.box, raw);
        if (box === null) continue;
        const placed = { ...cover, box };
        const key = coverKey(placed);
        covers.set(key, placed);
        if (cover.reads !== true || show === undefined) continue;
        for (const one of await readCover(key, placed, show)) {
          covers.set(one.reads === true ? key : coverKey(one), one);
        }
      }
      const appeared = [...covers].filter(([key]) => !before.has(key)).map(([, cover]) => cover);
      const gone = [...before].filter(([key]) => !covers.has(key)).map(([, cover]) => cover);
      for (const { kind, layer, rule } of appeared)
        report.count({ kind, layer, rule, channel: 'pixels' });
      if (appeared.some(({ box }) => isWhole(box, raw))) report.frame('coveredWhole');
      const reread = [...covers].filter(([key]) => looks.get(key) !== looksBefore.get(key));
      const dirty = mergeBoxes(
        [...parts, ...appeared, ...gone, ...reread.map(([, cover]) => cover)].map(({ box }) => box),
      );
      const seen = new Set<Drawn>(drawn.keys());
      for (const { box, draw } of covers.values()) {
        if (
          draw === null ||
          seen.has(draw) ||
          !dirty.some((part) => intersectBoxes(part, box) !== null)
        )
          continue;
        seen.add(draw);
        await prepare(draw);
      }
      const changed = dirty.flatMap((box) => compose(box) ?? []);
      if (changed.length === 0 && !whole && event.cause === 'damage') {
        isAhead = false;
        return [];
      }
      if (changed.length > 0 || whole) keyPatch = null;
      const patches = await Promise.all(
        (whole ? [{ x: 0, y: 0, ...event.size }] : changed).map((box) => encodePatch(clean, box)),
      );
      isAhead = false;
      keyPatch = patches.find((patch) => isWhole(patch, clean)) ?? keyPatch;
      const screen: ScreenEvent = { kind: 'screen', ...event, keyframe: whole, patches };
      // Where a picture touches a cover and nothing is told, the cover is gone.
      const touches = patches.some((patch) =>
        [...covers.values()].some(({ box }) => intersectBoxes(patch, box) !== null),
      );
      const isTold = touches || appeared.length + gone.length > 0;
      return [screen, ...(isTold ? redactionEvent(event.timeNs, event.frame) : [])];
    },
    keyframe: async (timeNs) => {
      if (clean.width === 0) return [];
      keyPatch ??= await encodePatch(clean, {
        x: 0,
        y: 0,
        width: clean.width,
        height: clean.height,
      });
      const frame = createId('frame', clock, random);
      const size = { width: clean.width, height: clean.height };
      return [
        {
          kind: 'screen',
          timeNs,
          frame,
          size,
          cause: 'start',
          keyframe: true,
          patches: [keyPatch],
        },
        ...redactionEvent(timeNs, frame),
      ];
    },
  };
}
