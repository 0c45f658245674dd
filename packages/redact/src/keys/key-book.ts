/**
 * Key events, in order, into runs: one field's keys from the first to what
 * commits them (focus or window change, Enter, Tab, a click, idling, a cut).
 */
import type { KeyEvent, RawEvent } from '@understudy/recording';
import { createFocus } from './focus.ts';
import { isCommandModifier } from './key-class.ts';
import { runHasCharacters, toRunKey, typedText, type Run, type RunField } from './run.ts';

/** A field in which no key fell for so long counts as committed. */
const idleNs = 8_000_000_000;
/** A run is held no longer than this: then it is split at a space far from its end. */
const holdNs = 20_000_000_000;
/**
 * Nobody holds Control for so long. Its release may have gone elsewhere (to a pause, to a window
 * that is not recorded, to the window manager), and what is typed after that is text again.
 */
const commandNs = 10_000_000_000;
/** More characters than any value has: what stands this far back is decided. */
const undecidedUnits = 48;

export interface KeyBook {
  take(event: RawEvent): void;
  /** The time before which every run is closed; closes runs that were held long enough. */
  settle(untilNs: number): number;
  closeAll(): void;
  /** The runs that began at or before `untilNs`, in order, taken out of the book. */
  release(untilNs: number): Run[];
  /** What is not released yet, for frames that must be encoded before it is decided. */
  heldRuns(): readonly Run[];
}

const sameField = (a: RunField, b: RunField): boolean =>
  a.kind === 'known' && b.kind === 'known' ? a.key === b.key : a.kind === b.kind;

export function createKeyBook(): KeyBook {
  const focus = createFocus();
  /** When each was pressed. */
  const heldModifiers = new Map<string, number>();
  const pressedIn = new Map<string, Run>();
  let runs: Run[] = [];
  let open: Run | null = null;

  const close = (): void => {
    if (open !== null) open.closed = true;
    open = null;
  };

  const takeKey = (event: KeyEvent): void => {
    const { stroke } = event;
    if (stroke.kind === 'known' && isCommandModifier(stroke.key)) {
      if (event.pressed) heldModifiers.set(stroke.code, event.timeNs);
      else heldModifiers.delete(stroke.code);
    }
    const commanding = [...heldModifiers.values()].some((atNs) => event.timeNs - atNs < commandNs);
    const runKey = toRunKey(event, commanding);
    const code = stroke.kind === 'known' ? stroke.code : '';
    const pressRun = pressedIn.get(code);
    if (!event.pressed && pressRun !== undefined) {
      pressedIn.delete(code);
      const press = pressRun.keys.findLast(
        (key) =>
          key.event.pressed && key.event.stroke.kind === 'known' && key.event.stroke.code === code,
      );
      pressRun.keys.push({ event, class: press?.class ?? runKey.class });
      pressRun.lastNs = Math.max(pressRun.lastNs, event.timeNs);
      return;
    }
    if (!event.pressed) {
      // Its press left with an earlier segment, perhaps withheld: so is the release.
      runs.push({
        field:
          runKey.class === 'character' || runKey.class === 'opaque'
            ? { kind: 'unknown' }
            : focus.field(),
        keys: [runKey],
        startNs: event.timeNs,
        lastNs: event.timeNs,
        closed: true,
      });
      return;
    }
    const field = focus.field();
    if (open !== null && !sameField(open.field, field)) close();
    if (open === null) {
      open = { field, keys: [], startNs: event.timeNs, lastNs: event.timeNs, closed: false };
      runs.push(open);
    }
    open.keys.push(runKey);
    open.lastNs = Math.max(open.lastNs, event.timeNs);
    if (code !== '') pressedIn.set(code, open);
    if (runKey.class === 'commit') close();
  };

  /** Nobody looked: what was held is let go by now, and the focus may be anywhere. */
  const endStretch = (): void => {
    close();
    pressedIn.clear();
    focus.lost();
  };

  /** Splits the open run so that only its last characters stay undecided. @returns whether it could. */
  const split = (run: Run): boolean => {
    const typed = typedText(run.keys);
    const limit = typed.text.length - undecidedUnits;
    const at = limit <= 0 ? -1 : typed.text.lastIndexOf(' ', limit);
    const press = at < 0 || typed.corrected ? undefined : typed.presses[at];
    if (press === undefined) return false;
    const tail = run.keys.splice(press + 1);
    const first = tail[0];
    run.closed = true;
    run.lastNs = run.keys.at(-1)?.event.timeNs ?? run.lastNs;
    if (first === undefined) {
      open = null;
      return true;
    }
    open = {
      field: run.field,
      keys: tail,
      startNs: first.event.timeNs,
      lastNs: tail.at(-1)?.event.timeNs ?? first.event.timeNs,
      closed: false,
    };
    for (const [code, held] of pressedIn) {
      if (
        held === run &&
        tail.some(
          ({ event }) =>
            event.pressed && event.stroke.kind === 'known' && event.stroke.code === code,
        )
      )
        pressedIn.set(code, open);
    }
    runs.push(open);
    return true;
  };

  return {
    take: (event) => {
      if (event.kind === 'key') takeKey(event);
      else if (event.kind === 'element' && event.relation === 'focus') focus.focusOn(event);
      else if (event.kind === 'window') {
        if (focus.windowChanged(event)) heldModifiers.clear();
      } else if (event.kind === 'gap') {
        heldModifiers.clear();
        // Over a window that is not allowed releases and focus are watched still: who comes back writes on.
        if (event.reason !== 'notAllowed') endStretch();
      } else if (event.kind === 'pointerButton' && event.pressed) close();
      if (open !== null && event.kind !== 'key' && !sameField(open.field, focus.field())) close();
    },
    settle: (untilNs) => {
      if (open !== null && open.startNs <= untilNs) {
        const decidable =
          open.field.kind !== 'known' || !runHasCharacters(open) || untilNs - open.lastNs > idleNs;
        if (decidable || (untilNs - open.startNs > holdNs && !split(open))) close();
      }
      let boundaryNs = untilNs;
      for (const run of runs.toReversed()) {
        const straddles = run.startNs <= boundaryNs && (run.lastNs > boundaryNs || !run.closed);
        if (straddles) boundaryNs = run.startNs - 1;
      }
      return boundaryNs;
    },
    closeAll: close,
    release: (untilNs) => {
      const released = runs.filter((run) => run.startNs <= untilNs);
      runs = runs.filter((run) => run.startNs > untilNs);
      for (const [code, run] of pressedIn) if (released.includes(run)) pressedIn.delete(code);
      return released;
    },
    heldRuns: () => runs,
  };
}
