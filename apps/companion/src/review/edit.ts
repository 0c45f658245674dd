/**
 * Events of one sealed segment → the same without what the contributor took
 * out. Pure but for the pictures; content only ever gets less.
 *
 * Invariant: no byte of what was cut stays in the session. What the cut painted
 * and what still stands on the screen after it is covered, in its own segment
 * and in later ones, until it changes (residue.ts).
 */
import type {
  Box,
  ElementInfo,
  InteractionEvent,
  PageEvent,
  RecordingEvent,
  ScreenEvent,
  SnapshotNode,
  WindowEvent,
} from '@understudy/recording';
import { boxContains, intersectBoxes } from '@understudy/recording';
import { coverPatch, fillPatch } from './canvas.ts';
import type { Residue } from './residue.ts';
import { isClipboardEvent } from './step.ts';

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

const isAct = ({ kind }: RecordingEvent): boolean =>
  kind === 'key' || kind === 'pointerButton' || kind === 'wheel';

const isInput = (event: RecordingEvent): boolean => isAct(event) || event.kind === 'pointerMove';

/** Input alone is counted; a key that capture withheld was counted as dropped when it fell. */
function countKept(events: readonly RecordingEvent[]): number {
  const isCounted = (event: RecordingEvent): boolean =>
    isInput(event) &&
    (event.kind !== 'key' || event.stroke.kind === 'known' || event.stroke.reason === 'sensitive');
  return events.filter(isCounted).length;
}

const within = (event: RecordingEvent, { fromNs, toNs }: TimeRange): boolean =>
  event.timeNs >= fromNs && event.timeNs < toNs;

/**
 * Everything in the range goes; a `gap` says that something was cut, not what.
 * `residue` goes through a session's segments in their order.
 */
export async function cutEvents(
  events: readonly RecordingEvent[],
  range: TimeRange,
  residue: Residue,
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
  await seeScreens(before, residue);
  await tell(gone, residue.hide, residue);
  return {
    events: [
      ...before,
      ...releaseHeld(before, range.fromNs),
      gap,
      ...contextAfter(gone, range),
      ...(await showScreens(kept, residue)),
    ],
    removed: countKept(gone) + countKept(after) - countKept(kept),
  };
}

/** Of a segment before the cut. */
export async function seeScreens(
  events: readonly RecordingEvent[],
  residue: Residue,
): Promise<void> {
  await tell(events, residue.see, residue);
}

/** Each picture, and whether anything was done, in their order. */
async function tell(
  events: readonly RecordingEvent[],
  onFrame: (frame: ScreenEvent) => Promise<void>,
  residue: Residue,
): Promise<void> {
  for (const event of events) {
    if (event.kind === 'screen') await onFrame(event);
    else if (isAct(event) || event.kind === 'gap') residue.act();
  }
}

/** Of a segment after the cut. */
export async function showScreens(
  events: readonly RecordingEvent[],
  residue: Residue,
): Promise<readonly RecordingEvent[]> {
  const shown: RecordingEvent[] = [];
  for (const event of events) {
    shown.push(event.kind === 'screen' ? await residue.show(event) : event);
  }
  return shown;
}

/** A choice in what the browser draws, files dropped or loaded, the clipboard: told by their words, and never counted. */
const isTold = (event: RecordingEvent): boolean =>
  isClipboardEvent(event) || (event.kind === 'interaction' && event.value !== undefined);

/** Only what the person did (keys, buttons, wheel, moves, choices) goes; the pictures stay. */
export function dropInput(events: readonly RecordingEvent[], range: TimeRange): EditedEvents {
  const gone = events.filter((event) => (isInput(event) || isTold(event)) && within(event, range));
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
    } else if (event.kind === 'element' && isWithin(event.element, box)) {
      edited.push({ ...event, element: withoutNames(event.element) });
    } else if (event.kind === 'interaction' && tellsOf(event, box)) {
      const { value: _value, ...kept } = event;
      edited.push({ ...kept, element: event.element && withoutNames(event.element) });
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

const isWithin = (element: ElementInfo | null, box: Box): element is ElementInfo =>
  element !== null && intersectBoxes(element.box, box) !== null;

/** Of a scroll the position is no place on the screen; words that nobody knows the place of may be of any. */
const tellsOf = (event: InteractionEvent, box: Box): boolean =>
  isWithin(event.element, box) ||
  (event.what === 'drop' && event.position !== undefined
    ? boxContains(box, event.position)
    : hasPlacelessWords(event));

/** What is copied may reach beyond the control that it is told of; a download is on no page. */
const hasPlacelessWords = ({ what, element, value }: InteractionEvent): boolean =>
  value !== undefined &&
  (what === 'copy' || what === 'cut' || (element === null && what !== 'download'));

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
