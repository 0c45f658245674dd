/**
 * Elements and snapshots of a segment → the boxes that, by the structure, held
 * a term while a frame was on the screen.
 */
import {
  movedNodesToPlaces,
  type Box,
  type RecordingEvent,
  type Size,
} from '@understudy/recording';

interface Held {
  readonly box: Box;
  readonly fromNs: number;
  /** Not included. */
  untilNs: number;
}

/** What is larger than this share of the screen is a page or a window, named after what it shows. */
const mostOfScreen = 0.25;

interface Named {
  readonly name: string;
  readonly value?: string;
  readonly label?: string;
}

/** @returns the boxes of the frame that was shown from `fromNs` until `untilNs`. */
export function createStructureBoxes(
  events: readonly RecordingEvent[],
  holdsTerm: (text: string) => boolean,
): (fromNs: number, untilNs: number, size: Size) => Box[] {
  const all: Held[] = [];
  const open = new Map<string, Held>();
  const close = (key: string, timeNs: number): void => {
    const held = open.get(key);
    if (held !== undefined) held.untilNs = timeNs;
    open.delete(key);
  };
  const hold = (key: string, timeNs: number, box: Box): void => {
    close(key, timeNs);
    const held = { box, fromNs: timeNs, untilNs: Number.POSITIVE_INFINITY };
    all.push(held);
    open.set(key, held);
  };
  const note = (key: string, timeNs: number, box: Box, { name, value, label }: Named): void => {
    if ([name, value ?? '', label ?? ''].some(holdsTerm)) hold(key, timeNs, box);
    else close(key, timeNs);
  };
  for (const event of events) {
    const { timeNs } = event;
    if (event.kind === 'element') {
      if (event.element === null) close(event.relation, timeNs);
      else note(event.relation, timeNs, event.element.box, event.element);
    } else if (event.kind === 'snapshot') {
      if (event.keyframe)
        for (const key of open.keys()) if (key.startsWith('node')) close(key, timeNs);
      for (const id of event.removed) close(`node ${id}`, timeNs);
      for (const node of event.nodes) note(`node ${node.id}`, timeNs, node.box, node);
      const moved = event.moved === undefined ? [] : movedNodesToPlaces(event.moved);
      for (const { id, box } of moved) {
        if (open.has(`node ${id}`)) hold(`node ${id}`, timeNs, box);
      }
    } else if (event.kind === 'interaction' && event.element !== null) {
      note('interaction', timeNs, event.element.box, event.element);
    }
  }
  return (fromNs, untilNs, size) =>
    all
      .filter(
        (held) =>
          held.fromNs < untilNs &&
          held.untilNs > fromNs &&
          held.box.width * held.box.height <= mostOfScreen * size.width * size.height,
      )
      .map(({ box }) => box);
}
