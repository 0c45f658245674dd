/**
 * A cut through a session: sealed segments' events → the same without a range
 * of time, segment after segment in their order.
 *
 * Invariant: no byte of what was cut stays in the session. What the cut painted
 * and what still stands on the screen after it is covered, in its own segment
 * and in later ones, until it changes (residue.ts).
 *
 * Segments overlap in time: while a field is being typed into, what came after
 * its first key is held for the next segment. So only where the last segment of
 * the range goes on is everything known that came before the cut.
 */
import type { PageEvent, RecordingEvent, ScreenEvent, WindowEvent } from '@understudy/recording';
import { countKept, isAct, within, type EditedEvents, type TimeRange } from './edit.ts';
import type { Residue } from './residue.ts';

export interface Cut {
  /** The segment before the first of the range: nothing changes in it. */
  readonly see: (events: readonly RecordingEvent[]) => Promise<void>;
  /**
   * A segment of the range. Everything within it goes; in the last one a `gap` says that something
   * was cut, not what.
   */
  readonly take: (events: readonly RecordingEvent[], isLast: boolean) => Promise<EditedEvents>;
  /** A segment after the range. */
  readonly show: (events: readonly RecordingEvent[]) => Promise<readonly RecordingEvent[]>;
  /** Nothing that was painted within the range stands any more: later segments stay as they are. */
  readonly isGone: () => boolean;
}

type Press = Extract<RecordingEvent, { kind: 'key' | 'pointerButton' }>;
/** Presses by what they share with their release. */
type Held = Map<string, Press>;

export function createCut(range: TimeRange, residue: Residue): Cut {
  /** Held when the cut begins, and when it ends. */
  const before: Held = new Map();
  const through: Held = new Map();
  const gone: RecordingEvent[] = [];

  /** Each picture, and whether anything was done, in their order. */
  const tell = async (
    events: readonly RecordingEvent[],
    onFrame: (frame: ScreenEvent) => Promise<void>,
  ): Promise<void> => {
    for (const event of events) {
      if (event.kind === 'screen') await onFrame(event);
      else if (isAct(event) || event.kind === 'gap') residue.act();
    }
  };
  const show = async (events: readonly RecordingEvent[]): Promise<readonly RecordingEvent[]> => {
    const shown: RecordingEvent[] = [];
    for (const event of events) {
      shown.push(event.kind === 'screen' ? await residue.show(event) : event);
    }
    return shown;
  };

  return {
    see: (events) => {
      hold(before, events);
      hold(through, events);
      return tell(events, residue.see);
    },
    take: async (events, isLast) => {
      const earlier = events.filter((event) => event.timeNs < range.fromNs);
      const cut = events.filter((event) => within(event, range));
      const after = events.filter((event) => event.timeNs >= range.toNs);
      hold(before, earlier);
      hold(through, [...earlier, ...cut]);
      gone.push(...cut.filter(isContext));
      const kept = dropOrphanReleases(after, before, through);
      await tell(earlier, residue.see);
      await tell(cut, residue.hide);
      return {
        events: [
          ...earlier,
          ...(isLast
            ? [...releaseHeld(before, range.fromNs), toGap(range), ...contextAfter(gone, range)]
            : []),
          ...(await show(kept)),
        ],
        removed: countKept(cut) + countKept(after) - countKept(kept),
      };
    },
    show,
    isGone: residue.isGone,
  };
}

const toGap = ({ fromNs, toNs }: TimeRange): RecordingEvent => ({
  kind: 'gap',
  timeNs: fromNs,
  durationNs: toNs - fromNs,
  reason: 'cut',
});

const isContext = ({ kind }: RecordingEvent): boolean =>
  kind === 'display' || kind === 'window' || kind === 'page';

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

const isPress = (event: RecordingEvent): event is Press =>
  event.kind === 'key' || event.kind === 'pointerButton';

/** What a press and its release share; withheld keys share one name. */
function pressName(event: Press): string {
  if (event.kind === 'pointerButton') return `button ${event.button}`;
  return event.stroke.kind === 'known' ? `key ${event.stroke.code}` : 'key withheld';
}

function hold(held: Held, events: readonly RecordingEvent[]): void {
  for (const event of events.filter(isPress)) {
    if (event.pressed) held.set(pressName(event), event);
    else held.delete(pressName(event));
  }
}

function releaseHeld(held: Held, timeNs: number): RecordingEvent[] {
  return [...held.values()].map((press) => ({ ...press, timeNs, pressed: false }));
}

/**
 * A release whose press was cut, or released already by the cut, says nothing: it goes too. One
 * whose press lies in a segment before the range's stays.
 */
function dropOrphanReleases(
  after: readonly RecordingEvent[],
  released: Held,
  cut: Held,
): readonly RecordingEvent[] {
  const pressed = new Set<string>();
  return after.filter((event) => {
    if (!isPress(event)) return true;
    const name = pressName(event);
    if (event.pressed) {
      pressed.add(name);
      return true;
    }
    return pressed.has(name) || !(released.has(name) || cut.has(name));
  });
}
