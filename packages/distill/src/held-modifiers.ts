/**
 * Which modifier keys are down. The press of a modifier is pending until the
 * first action that it modifies takes it; one that is released while pending
 * was tapped on its own and is an action itself.
 */
import type { OpenAction } from './open-action.ts';

interface Taken {
  /** The raw events of presses that no earlier action took. */
  readonly events: readonly number[];
  /** When the first of those presses was, or null where there was none. */
  readonly startNs: number | null;
}

interface Held {
  readonly name: string;
  readonly timeNs: number;
  /** When it was last pressed, repeated or of use. */
  lastNs: number;
  readonly pending: number[];
  /** The last action that it modified. */
  owner: OpenAction | null;
}

/** Modifiers whose release never came. */
interface Forgotten {
  readonly keys: number;
  /** Their presses that no action took. */
  readonly events: readonly number[];
}

export interface HeldModifiers {
  press(code: string, name: string, event: number, timeNs: number): void;
  /** undefined: that key is not down. */
  find(code: string): { readonly pending: boolean; readonly owner: OpenAction | null } | undefined;
  /** One more event of a key whose press is pending. */
  repeat(code: string, event: number, timeNs: number): void;
  release(code: string): void;
  /** pyautogui's names. */
  names(): readonly string[];
  /** Whether a key means more than its character now. */
  areBeyondText(): boolean;
  pendingNames(): readonly string[];
  takePending(): Taken;
  /** All that are down have modified this action: it gets their releases. */
  own(owner: OpenAction, timeNs: number): void;
  /** Forgets those that nothing was heard of since `beforeNs`. */
  expire(beforeNs: number): Forgotten;
  clear(): Forgotten;
}

const modifierNames = new Map(
  Object.entries({
    Control: 'ctrl',
    Shift: 'shift',
    Alt: 'alt',
    Meta: 'win',
    AltGraph: 'altright',
  }),
);

/** pyautogui's name of a modifier key, or null for any other key. */
export function modifierName(key: string): string | null {
  return modifierNames.get(key) ?? null;
}

/**
 * Shift, AltGr and the Option key of macOS choose the character, and are in `key`
 * already; Windows says that Control is down with AltGr, and some layouts Alt.
 */
function areBeyondText(names: readonly string[], optionWrites: boolean): boolean {
  const isAltGr = names.includes('altright');
  return names.some((name) => {
    if (name === 'shift' || name === 'altright') return false;
    if (name === 'alt') return !isAltGr && !optionWrites;
    return name !== 'ctrl' || !isAltGr;
  });
}

/** @param optionWrites whether Alt is the Option key of macOS. */
export function createHeldModifiers(optionWrites: boolean): HeldModifiers {
  const held = new Map<string, Held>();
  const namesOf = (wanted: (modifier: Held) => boolean): readonly string[] => [
    ...new Set([...held.values()].filter(wanted).map(({ name }) => name)),
  ];
  const forget = (wanted: (modifier: Held) => boolean): Forgotten => {
    const gone = [...held].filter(([, modifier]) => wanted(modifier));
    for (const [code] of gone) held.delete(code);
    return { keys: gone.length, events: gone.flatMap(([, { pending }]) => pending) };
  };
  return {
    press: (code, name, event, timeNs) => {
      held.set(code, { name, timeNs, lastNs: timeNs, pending: [event], owner: null });
    },
    find: (code) => {
      const modifier = held.get(code);
      return modifier && { pending: modifier.pending.length > 0, owner: modifier.owner };
    },
    repeat: (code, event, timeNs) => {
      const modifier = held.get(code);
      if (modifier === undefined) return;
      modifier.pending.push(event);
      modifier.lastNs = timeNs;
    },
    release: (code) => {
      held.delete(code);
    },
    names: () => namesOf(() => true),
    areBeyondText: () =>
      areBeyondText(
        namesOf(() => true),
        optionWrites,
      ),
    pendingNames: () => namesOf(({ pending }) => pending.length > 0),
    takePending: () => {
      const waiting = [...held.values()].filter(({ pending }) => pending.length > 0);
      const events = waiting.flatMap(({ pending }) => pending.splice(0));
      return { events, startNs: waiting[0]?.timeNs ?? null };
    },
    own: (owner, timeNs) => {
      for (const modifier of held.values()) {
        modifier.owner = owner;
        modifier.lastNs = timeNs;
      }
    },
    expire: (beforeNs) => forget(({ lastNs }) => lastNs < beforeNs),
    clear: () => forget(() => true),
  };
}
