/**
 * Events of one sealed segment → the same without what the contributor took
 * out (a whole range goes in cut.ts). Pure but for the pictures; content only
 * ever gets less.
 */
import type {
  Box,
  ElementInfo,
  InteractionEvent,
  RecordingEvent,
  SnapshotNode,
} from '@understudy/recording';
import { boxContains, intersectBoxes } from '@understudy/recording';
import { coverPatch, fillPatch } from './canvas.ts';
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

/** What a person does to what is on the screen. */
export const isAct = ({ kind }: RecordingEvent): boolean =>
  kind === 'key' || kind === 'pointerButton' || kind === 'wheel';

const isInput = (event: RecordingEvent): boolean => isAct(event) || event.kind === 'pointerMove';

/** Input alone is counted; a key that capture withheld was counted as dropped when it fell. */
export function countKept(events: readonly RecordingEvent[]): number {
  const isCounted = (event: RecordingEvent): boolean =>
    isInput(event) &&
    (event.kind !== 'key' || event.stroke.kind === 'known' || event.stroke.reason === 'sensitive');
  return events.filter(isCounted).length;
}

export const within = (event: RecordingEvent, { fromNs, toNs }: TimeRange): boolean =>
  event.timeNs >= fromNs && event.timeNs < toNs;

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
