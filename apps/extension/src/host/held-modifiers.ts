/**
 * Raw input in the order of time → the same, with each modifier released that
 * is not held any more, and pressed that was held before. A page hears nothing
 * of a key that is let go in another tab, another window or while it is paused
 * (Control+Tab, Alt+Tab, our own shortcut); but each event says what is held,
 * and a letter that seems to come with Control is taken for a command and kept
 * as it is, never for text.
 */
import type { RawEvent } from '@understudy/recording';
import { modifiers, type Modifier } from '../page/modifiers.ts';

export interface HeldModifiers {
  /** @param held what the browser said is held at the event @returns what stands before it */
  before(event: RawEvent, held: readonly Modifier[]): readonly RawEvent[];
  /** The end of a stretch: what is held then is released out of our sight. */
  releaseAll(timeNs: number): readonly RawEvent[];
}

type KeyEvent = Extract<RawEvent, { kind: 'key' }>;

export function createHeldModifiers(): HeldModifiers {
  /** By their codes: there may be two of each. */
  const down = new Map<string, Modifier>();

  const strike = (timeNs: number, code: string, key: Modifier, pressed: boolean): KeyEvent => {
    if (pressed) down.set(code, key);
    else down.delete(code);
    return { kind: 'key', timeNs, pressed, stroke: { kind: 'known', code, key } };
  };
  const release = (timeNs: number, isGone: (key: Modifier, code: string) => boolean): KeyEvent[] =>
    [...down]
      .filter(([code, key]) => isGone(key, code))
      .map(([code, key]) => strike(timeNs, code, key, false));

  return {
    before: (event, held) => {
      const own = event.kind === 'key' && event.stroke.kind === 'known' ? event.stroke : null;
      const ownName = own === null ? undefined : names.get(own.key);
      const { timeNs } = event;
      const released = release(timeNs, (key, code) => code !== own?.code && !held.includes(key));
      const pressed = held
        .filter((key) => key !== ownName && ![...down.values()].includes(key))
        .map((key) => strike(timeNs, `${key}Left`, key, true));
      if (event.kind === 'key' && own !== null && ownName !== undefined) {
        if (event.pressed) down.set(own.code, ownName);
        else down.delete(own.code);
      }
      return [...released, ...pressed];
    },
    releaseAll: (timeNs) => release(timeNs, () => true),
  };
}

const names: ReadonlyMap<string, Modifier> = new Map(modifiers.map((name) => [name, name]));
