/**
 * One rrweb event → the events that it stands for. rrweb has no keys, no wheel
 * and no buttons: typed text is inferred from how the value of a field grows, the
 * wheel from how far the page scrolled, the right button from the menu that it
 * opens, the press from its click where a recorder was told to leave presses out;
 * all are counted.
 */
import { z } from 'zod';
import type { KeyStroke } from '../event.ts';
import type { Point } from '../geometry.ts';
import { characterToStroke } from './foreign-key.ts';
import { pageAddress } from './foreign-page.ts';
import type { CountRepair } from './repairs.ts';
import { createSnapshotPage } from './rrweb-page.ts';
import type { TimeOrder } from './time-order.ts';

const pixel = z.number().min(-1_000_000).max(1_000_000);
const extent = z.number().min(0).max(65_536);
const metaSchema = z.looseObject({ href: z.string(), width: extent, height: extent });
const moveSchema = z.looseObject({
  positions: z.array(
    z.looseObject({ id: z.int().optional(), x: pixel, y: pixel, timeOffset: z.number() }),
  ),
});
const interactionSchema = z.looseObject({
  type: z.int(),
  id: z.int().optional(),
  x: pixel.optional(),
  y: pixel.optional(),
});
const scrollSchema = z.looseObject({ id: z.int(), x: pixel, y: pixel });
const resizeSchema = z.looseObject({ width: extent, height: extent });
const inputSchema = z.looseObject({
  id: z.int(),
  text: z.string(),
  isChecked: z.boolean().optional(),
  userTriggered: z.boolean().optional(),
});
const incrementalSchema = z.looseObject({ source: z.int() });

/** rrweb's numbers (packages/types, EventType, IncrementalSource and MouseInteractions). */
const eventType = { fullSnapshot: 2, incremental: 3, meta: 4 } as const;
const source = {
  mutation: 0,
  move: 1,
  interaction: 2,
  scroll: 3,
  resize: 4,
  input: 5,
  touchMove: 6,
  drag: 12,
} as const;
const interaction = {
  up: 0,
  down: 1,
  click: 2,
  contextMenu: 3,
  focus: 5,
  blur: 6,
  touchStart: 7,
  touchEnd: 9,
  touchCancel: 10,
} as const;
/** What one step of a wheel scrolls in Chromium on Linux and Windows, in CSS pixels. */
const pixelsPerStep = 100;
/** A browser sends mouse events after a touch, at its place, for pages that know no touch. */
const afterTouchNs = 1_000_000_000;
/** A label hands its click on to its field, at the same place; no finger is so fast. */
const handedOnNs = 10_000_000;

export interface RrwebReader {
  /** Adds what the event stands for. */
  read(type: number, timeNs: number, data: unknown): void;
}

export function createRrwebReader(out: TimeOrder, repair: CountRepair): RrwebReader {
  const page = createSnapshotPage();
  const scrolled = new Map<number, Point>();
  let pointer: Point = { x: 0, y: 0 };
  let focused: number | null = null;
  let address: string | null = null;
  let down: 'left' | 'right' | null = null;
  let touchedNs = Number.NEGATIVE_INFINITY;
  let pressesTold = false;
  let inferred = { timeNs: Number.NEGATIVE_INFINITY, x: 0, y: 0 };

  /** Whether an event is placed from the corner of a frame, which stands nobody knows where. */
  const isInFrame = (id: number | null | undefined): boolean =>
    id !== null && id !== undefined && page.isInFrame(id);

  const strike = (timeNs: number, stroke: KeyStroke): void => {
    repair('keysInferred');
    for (const pressed of [true, false]) out.add({ kind: 'key', timeNs, pressed, stroke });
  };

  const onInput = (timeNs: number, input: z.infer<typeof inputSchema>): void => {
    const { id, text, isChecked, userTriggered } = input;
    const field = page.fieldOf(id);
    const before = Array.from(field.value);
    const after = Array.from(text);
    field.value = text;
    // A box that was ticked, or a value that the page itself put there, is no typing.
    if (!field.isText || isChecked === true || userTriggered === false) return;
    if (focused !== null && focused !== id) return repair('setByPage');
    // rrweb masks with asterisks: which keys they were is not known.
    if (/^\*+$/.test(text)) {
      const withheld: KeyStroke = { kind: 'withheld', reason: 'secureField' };
      for (let more = before.length; more < after.length; more += 1) strike(timeNs, withheld);
      return;
    }
    let common = 0;
    while (common < before.length && before[common] === after[common]) common += 1;
    for (const character of [...before.slice(common).map(() => '\b'), ...after.slice(common)]) {
      const stroke = characterToStroke(character);
      if (stroke === null) repair('unknownKey');
      else strike(timeNs, stroke);
    }
  };

  const onScroll = (timeNs: number, { id, x, y }: z.infer<typeof scrollSchema>): void => {
    const before = scrolled.get(id) ?? { x: 0, y: 0 };
    scrolled.set(id, { x, y });
    const dx = (x - before.x) / pixelsPerStep;
    const dy = (before.y - y) / pixelsPerStep;
    if (dx === 0 && dy === 0) return;
    if (isInFrame(id)) return repair('inFrame');
    repair('stepsInferred');
    out.add({ kind: 'wheel', timeNs, ...pointer, dx, dy });
  };

  const onMove = (timeNs: number, { positions }: z.infer<typeof moveSchema>): void => {
    for (const { id, x, y, timeOffset } of positions) {
      if (isInFrame(id)) continue;
      pointer = { x: Math.round(x), y: Math.round(y) };
      const movedNs = Math.max(0, Math.min(timeNs, timeNs + Math.round(timeOffset * 1e6)));
      out.add({ kind: 'pointerMove', timeNs: movedNs, ...pointer });
    }
  };

  /** The press that opened the menu, and its release, were of the right button. */
  const onMenu = (): void => {
    let released = false;
    for (const event of out.waiting()) {
      if (event.kind !== 'pointerButton' || event.button !== 'left') continue;
      out.replace(event, { ...event, button: 'right' });
      repair('buttonInferred');
      if (event.pressed) {
        down = released ? null : 'right';
        return;
      }
      released = true;
    }
  };

  /** A click whose press was not told, where none ever is. Keys click at 0, 0. */
  const inferPress = (timeNs: number, at: Point, button: 'left' | 'right'): void => {
    const { x, y } = at;
    const handedOn = timeNs - inferred.timeNs < handedOnNs && x === inferred.x && y === inferred.y;
    if (handedOn || (x === 0 && y === 0)) return;
    inferred = { timeNs, x, y };
    pointer = at;
    repair('pressInferred');
    for (const pressed of [true, false]) {
      out.add({ kind: 'pointerButton', timeNs, ...at, button, pressed });
    }
  };

  const onInteraction = (timeNs: number, found: z.infer<typeof interactionSchema>): void => {
    const { type, id = null, x = pointer.x, y = pointer.y } = found;
    const isTouch = type === interaction.touchStart || type === interaction.touchEnd;
    const pressed = type === interaction.down || type === interaction.touchStart;
    const isPress = pressed || (type === interaction.click && !pressesTold);
    if (pressed) pressesTold = true;
    if (type === interaction.focus) focused = id;
    if (type === interaction.blur && focused === id) focused = null;
    if (isInFrame(id)) return isPress ? repair('inFrame') : undefined;
    const at = { x: Math.round(x), y: Math.round(y) };
    if (type === interaction.contextMenu) {
      if (pressesTold) onMenu();
      else inferPress(timeNs, at, 'right');
    }
    if (type === interaction.click && isPress) inferPress(timeNs, at, 'left');
    if (type === interaction.touchCancel) touchedNs = timeNs;
    if (!isTouch && type !== interaction.up && type !== interaction.down) return;
    if (isTouch) touchedNs = timeNs;
    else if (timeNs - touchedNs < afterTouchNs) return;
    pointer = at;
    const button = pressed ? 'left' : (down ?? 'left');
    down = pressed ? button : null;
    out.add({ kind: 'pointerButton', timeNs, ...pointer, button, pressed });
  };

  const display = (timeNs: number, size: z.infer<typeof resizeSchema>): void => {
    const [width, height] = [Math.round(size.width), Math.round(size.height)];
    out.add({ kind: 'display', timeNs, size: { width, height }, monitors: [] });
  };

  /** Hands on what follows the schema; the rest is counted. */
  const parsed = <Data>(
    schema: z.ZodType<Data>,
    data: unknown,
    onData: (data: Data) => void,
  ): void => {
    const found = schema.safeParse(data);
    if (found.success) onData(found.data);
    else repair('unknownEvent');
  };

  const onIncremental = (timeNs: number, data: unknown, from: number): void => {
    switch (from) {
      case source.mutation:
        return page.seeMutation(data);
      case source.move:
      case source.touchMove:
      case source.drag:
        return parsed(moveSchema, data, (moves) => onMove(timeNs, moves));
      case source.interaction:
        return parsed(interactionSchema, data, (found) => onInteraction(timeNs, found));
      case source.scroll:
        return parsed(scrollSchema, data, (at) => onScroll(timeNs, at));
      case source.resize:
        return parsed(resizeSchema, data, (size) => display(timeNs, size));
      case source.input:
        return parsed(inputSchema, data, (input) => onInput(timeNs, input));
      default:
        return undefined;
    }
  };

  const onMeta = (timeNs: number, meta: z.infer<typeof metaSchema>): void => {
    display(timeNs, meta);
    const found = pageAddress(meta.href) ?? '';
    // A checkout says again where the page is.
    if (found !== address) out.add({ kind: 'page', timeNs, url: found, title: '' });
    address = found;
  };

  const onSnapshot = (timeNs: number, data: unknown): void => {
    const seen = page.seeSnapshot(data);
    if (seen === null) return repair('unknownEvent');
    scrolled.clear();
    scrolled.set(seen.id, { x: seen.x, y: seen.y });
    if (seen.title !== '' && address !== null) {
      out.add({ kind: 'page', timeNs, url: address, title: seen.title });
    }
  };

  return {
    read: (type, timeNs, data) => {
      switch (type) {
        case eventType.meta:
          return parsed(metaSchema, data, (meta) => onMeta(timeNs, meta));
        case eventType.fullSnapshot:
          return onSnapshot(timeNs, data);
        case eventType.incremental:
          return parsed(incrementalSchema, data, ({ source: from }) =>
            onIncremental(timeNs, data, from),
          );
        default:
          return undefined;
      }
    },
  };
}
