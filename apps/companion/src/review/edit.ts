/**
 * Events of one sealed segment → the same without what the contributor took
 * out. Pure but for the pictures; content only ever gets less.
 *
 * Invariant: no byte of what was cut stays in its segment. A place on the
 * screen that was painted within a cut is covered until something outside it
 * paints there again, rather than shown as it was. The next segment opens with
 * the whole screen as it then stood; what still stood there is that moment's.
 */
import type {
  Box,
  ElementInfo,
  PageEvent,
  RecordingEvent,
  ScreenEvent,
  SnapshotNode,
  WindowEvent,
} from '@understudy/recording';
import { intersectBoxes } from '@understudy/recording';
import { coverPatch, createCanvas, fillPatch } from './canvas.ts';

/** From `fromNs` up to, not including, `toNs`; nanoseconds of the session. */
export interface TimeRange {
  readonly fromNs: number;
  readonly toNs: number;
}

export interface EditedEvents {
  readonly events: readonly RecordingEvent[];
  /** How many events were taken out of those that the accounting counts as kept. */
  readonly removed: number;
}

const isInput = ({ kind }: RecordingEvent): boolean =>
  kind === 'key' || kind === 'pointerButton' || kind === 'wheel' || kind === 'pointerMove';

/** Input alone is counted; a key that capture withheld was counted as dropped when it fell. */
function countKept(events: readonly RecordingEvent[]): number {
  const isCounted = (event: RecordingEvent): boolean =>
    isInput(event) &&
    (event.kind !== 'key' || event.stroke.kind === 'known' || event.stroke.reason === 'sensitive');
  return events.filter(isCounted).length;
}

const within = (event: RecordingEvent, { fromNs, toNs }: TimeRange): boolean =>
  event.timeNs >= fromNs && event.timeNs < toNs;

/** Everything in the range goes; a `gap` says that something was cut, not what. */
export async function cutEvents(
  events: readonly RecordingEvent[],
  range: TimeRange,
): Promise<EditedEvents> {
  const before = events.filter((event) => event.timeNs < range.fromNs);
  const gone = events.filter((event) => within(event, range));
  const after = events.filter((event) => event.timeNs >= range.toNs);
  const gap: RecordingEvent = {
    kind: 'gap',
    timeNs: range.fromNs,
    durationNs: range.toNs - range.fromNs,
    reason: 'cut',
  };
  const kept = dropOrphanReleases(after, gone, before);
  const screens = await coverPainted(kept, gone, before);
  return {
    events: [
      ...before,
      ...releaseHeld(before, range.fromNs),
      gap,
      ...contextAfter(gone, range),
      ...screens,
    ],
    removed: countKept(gone) + countKept(after) - countKept(kept),
  };
}

/** Only what the person did (keys, buttons, wheel, moves) goes; the pictures stay. */
export function dropInput(events: readonly RecordingEvent[], range: TimeRange): EditedEvents {
  const gone = events.filter((event) => isInput(event) && within(event, range));
  const rest = events.filter((event) => !gone.includes(event));
  return { events: rest, removed: countKept(gone) };
}

/** Covers a place on the screen in every frame of the range, and what controls in it are called and hold. */
export async function blackOutEvents(
  events: readonly RecordingEvent[],
  box: Box,
  range: TimeRange,
): Promise<EditedEvents> {
  const edited: RecordingEvent[] = [];
  let covered = false;
  for (const event of events) {
    if (!within(event, range)) {
      edited.push(event);
    } else if (event.kind === 'screen') {
      const place = intersectBoxes(box, { x: 0, y: 0, ...event.size });
      if (place === null) {
        edited.push(event);
        continue;
      }
      const patches = await Promise.all(event.patches.map((patch) => coverPatch(patch, [place])));
      // What earlier frames painted there is still on the screen when the range begins.
      const first = covered || event.keyframe ? [] : [await fillPatch(place)];
      covered = true;
      edited.push({ ...event, patches: [...patches, ...first] });
      edited.push({
        kind: 'redaction',
        timeNs: event.timeNs,
        frame: event.frame,
        boxes: [{ ...place, label: 'area', rule: 'contributor' }],
      });
    } else if (
      (event.kind === 'element' || event.kind === 'interaction') &&
      event.element !== null &&
      intersectBoxes(event.element.box, box) !== null
    ) {
      edited.push({ ...event, element: withoutNames(event.element) });
    } else if (event.kind === 'snapshot') {
      const nodes = event.nodes.map((node) =>
        intersectBoxes(node.box, box) === null ? node : withoutContent(node),
      );
      edited.push({ ...event, nodes });
    } else {
      edited.push(event);
    }
  }
  return { events: edited, removed: 0 };
}

/** A selector and a test id may spell out the name that is covered. */
function withoutNames(element: ElementInfo): ElementInfo {
  const { css: _css, testId: _testId, label: _label, ...rest } = element;
  return { ...rest, name: '' };
}

function withoutContent(node: SnapshotNode): SnapshotNode {
  const { css: _css, testId: _testId, label: _label, value: _value, ...rest } = node;
  return { ...rest, name: '' };
}

/** Which window is in front and what the screen's shape is stays known; titles and paths do not. */
function contextAfter(gone: readonly RecordingEvent[], { toNs }: TimeRange): RecordingEvent[] {
  const context: RecordingEvent[] = [];
  const display = gone.findLast((event) => event.kind === 'display');
  if (display !== undefined) context.push({ ...display, timeNs: toNs });
  const window = gone.findLast((event): event is WindowEvent => event.kind === 'window');
  if (window !== undefined) context.push({ ...window, timeNs: toNs, title: '' });
  const page = gone.findLast((event): event is PageEvent => event.kind === 'page');
  if (page !== undefined) {
    context.push({ ...page, timeNs: toNs, url: originOf(page.url), title: '' });
  }
  return context;
}

function originOf(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}/` : 'about:blank';
}

type Press = Extract<RecordingEvent, { kind: 'key' | 'pointerButton' }>;

const isPress = (event: RecordingEvent): event is Press =>
  event.kind === 'key' || event.kind === 'pointerButton';

/** What a press and its release share; withheld keys share one name. */
function pressName(event: Press): string {
  if (event.kind === 'pointerButton') return `button ${event.button}`;
  return event.stroke.kind === 'known' ? `key ${event.stroke.code}` : 'key withheld';
}

/** Presses still held at the end of the events. */
function heldPresses(events: readonly RecordingEvent[]): Map<string, Press> {
  const held = new Map<string, Press>();
  for (const event of events.filter(isPress)) {
    if (event.pressed) held.set(pressName(event), event);
    else held.delete(pressName(event));
  }
  return held;
}

function releaseHeld(before: readonly RecordingEvent[], timeNs: number): RecordingEvent[] {
  return [...heldPresses(before).values()].map((press) => ({ ...press, timeNs, pressed: false }));
}

/**
 * A release whose press was cut, or released already by the cut, says nothing: it goes too. One
 * whose press lies in an earlier segment stays, unless the cut began there and released it.
 */
function dropOrphanReleases(
  after: readonly RecordingEvent[],
  gone: readonly RecordingEvent[],
  before: readonly RecordingEvent[],
): readonly RecordingEvent[] {
  const beganEarlier = before.length === 0;
  const released = heldPresses(before);
  const cut = heldPresses([...before, ...gone]);
  const pressed = new Set<string>();
  return after.filter((event) => {
    if (!isPress(event)) return true;
    const name = pressName(event);
    if (event.pressed) {
      pressed.add(name);
      return true;
    }
    return pressed.has(name) || !(beganEarlier || released.has(name) || cut.has(name));
  });
}

/** Frames after a cut: what the cut painted is covered, and the first frame of a segment is whole. */
async function coverPainted(
  after: readonly RecordingEvent[],
  gone: readonly RecordingEvent[],
  before: readonly RecordingEvent[],
): Promise<readonly RecordingEvent[]> {
  const painted = gone.filter((event) => event.kind === 'screen');
  const next = after.findIndex((event) => event.kind === 'screen');
  const frame = after[next];
  if (painted.length === 0 || frame?.kind !== 'screen' || frame.keyframe) return after;
  const hasKeyframe = before.some((event) => event.kind === 'screen' && event.keyframe);
  const covered =
    hasKeyframe && painted.every((event) => !event.keyframe)
      ? await coveredFrame(frame, painted)
      : await wholeFrame(frame);
  return after.with(next, covered);
}

async function coveredFrame(
  frame: ScreenEvent,
  painted: readonly ScreenEvent[],
): Promise<ScreenEvent> {
  const places = painted.flatMap(({ patches }) => patches);
  const fills = await Promise.all(places.map((place) => fillPatch(place)));
  return { ...frame, patches: [...fills, ...frame.patches] };
}

/** A keyframe of what this frame itself painted; the rest of the screen is covered. */
async function wholeFrame(frame: ScreenEvent): Promise<ScreenEvent> {
  const canvas = createCanvas(frame.size);
  await canvas.paint(frame);
  const whole = await canvas.patch({ x: 0, y: 0, ...frame.size });
  return { ...frame, keyframe: true, patches: [whole] };
}
