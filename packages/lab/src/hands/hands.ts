/**
 * Hands on an X server's mouse and keyboard: they move, click and type like a
 * person, through XTEST, so that programs and recorders see real input.
 */
import { systemRandom, type Random } from '@understudy/base';
import type { Box, Point } from './place.ts';
import { setTimeout as rest } from 'node:timers/promises';
import { readKeyboard } from './keyboard.ts';
import { aimAt, planMove, planTyping, uniform } from './movement.ts';
import { openXDisplay } from './x-display.ts';

type HandButton = 'left' | 'middle' | 'right';

export interface Hands {
  /** Moves to a place within the box, near its middle; resolves with the place. */
  readonly moveTo: (target: Box) => Promise<Point>;
  /** Moves there, then presses and releases; resolves with the place. */
  readonly click: (target: Box, times?: number, button?: HandButton) => Promise<Point>;
  /** Moves there, presses, and releases when that time is over. */
  readonly longPress: (target: Box, holdMs: number, button?: HandButton) => Promise<void>;
  readonly drag: (from: Box, to: Box, button?: HandButton) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Keys held together, by their UI Events names: `press('Control', 'a')`. */
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Does it while these keys are down, by their UI Events names. */
  readonly holding: (keys: readonly string[], work: () => Promise<void>) => Promise<void>;
  /** Steps of the wheel: down, and to the right, where above 0. */
  readonly scroll: (down: number, right?: number) => Promise<void>;
  readonly close: () => void;
}

/** As X numbers them. */
const buttons = { left: 1, middle: 2, right: 3 } as const;
const wheel = { up: 4, down: 5, left: 6, right: 7 } as const;

/** @throws LabError `noXServer`, `noXTest` */
export async function createHands(
  display: string,
  options: { readonly random?: Random } = {},
): Promise<Hands> {
  const random = options.random ?? systemRandom;
  const x = await openXDisplay(display);
  const keyboard = await readKeyboard(x);

  const moveTo = async (target: Box): Promise<Point> => {
    const to = aimAt(target, random);
    const width = Math.min(target.width, target.height);
    const startedMs = performance.now();
    for (const { atMs, ...point } of planMove(await x.pointer(), to, width, random)) {
      await rest(Math.max(0, startedMs + atMs - performance.now()));
      x.movePointer(point);
    }
    // The server has taken all of it once it answers.
    return x.pointer();
  };

  const strike = async (keycode: number, holdMs: number): Promise<void> => {
    x.key(keycode, true);
    await rest(holdMs);
    x.key(keycode, false);
  };

  const pressHere = async (holdMs: number, button: HandButton): Promise<void> => {
    x.button(buttons[button], true);
    await rest(holdMs);
    x.button(buttons[button], false);
  };

  const turn = async (button: number, steps: number): Promise<void> => {
    for (let step = 0; step < Math.abs(steps); step += 1) {
      x.button(button, true);
      x.button(button, false);
      await rest(60 + 50 * uniform(random));
    }
  };

  const holding: Hands['holding'] = async (keys, work) => {
    const keycodes = keys.map((key) => keyboard.strikeFor(key).keycode);
    for (const keycode of keycodes) {
      x.key(keycode, true);
      await rest(45);
    }
    try {
      await work();
    } finally {
      for (const keycode of keycodes.toReversed()) {
        x.key(keycode, false);
        await rest(25);
      }
      await x.pointer();
    }
  };

  return {
    moveTo,
    click: async (target, times = 1, button = 'left') => {
      const point = await moveTo(target);
      await rest(110);
      for (let time = 0; time < times; time += 1) {
        if (time > 0) await rest(95);
        await pressHere(70 + 30 * uniform(random), button);
      }
      return point;
    },
    longPress: async (target, holdMs, button = 'left') => {
      await moveTo(target);
      await pressHere(holdMs, button);
      await x.pointer();
    },
    drag: async (from, to, button = 'left') => {
      await moveTo(from);
      x.button(buttons[button], true);
      await rest(90);
      await moveTo(to);
      await rest(90);
      x.button(buttons[button], false);
    },
    type: async (text) => {
      const characters = Array.from(text);
      const timings = planTyping(characters, random);
      const shiftKey = keyboard.strikeFor('Shift').keycode;
      for (const [index, character] of characters.entries()) {
        const { keycode, shift } = keyboard.strikeFor(character);
        const { pauseMs = 80, holdMs = 60 } = timings[index] ?? {};
        await rest(pauseMs);
        if (shift) x.key(shiftKey, true);
        await strike(keycode, holdMs);
        if (shift) x.key(shiftKey, false);
      }
      await x.pointer();
    },
    press: (...keys) => holding(keys, () => Promise.resolve()),
    holding,
    scroll: async (down, right = 0) => {
      await turn(down > 0 ? wheel.down : wheel.up, down);
      await turn(right > 0 ? wheel.right : wheel.left, right);
      await x.pointer();
    },
    close: () => x.close(),
  };
}
