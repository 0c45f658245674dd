/**
 * A recorded target → the pointer over that control, wherever it stands now (by
 * structure), or over the recorded place (by coordinates).
 *
 * As eyes would: what moved while the hand was on its way is aimed at again, and a field
 * that did not take the keyboard is clicked again, where the click missed it or the page
 * let it pass. Else a page that is still coming would make a right session fail.
 */
import { carryPoint, type Place, type ReplayedBy, type Target } from '@understudy/distill';
import type { DesktopEyes, SeenControl } from './desktop-eyes.ts';
import type { Hands } from './hands/hands.ts';
import type { Box, Point } from './hands/place.ts';

interface Aimed {
  readonly by: Extract<ReplayedBy, 'structure' | 'coordinates'>;
  /** One pixel wide: hands aim within a box. */
  readonly box: Box;
}

export interface Aim {
  /** Moves the pointer there. */
  at(target: Target | null, place: Place): Promise<Aimed>;
  /** Moves the pointer there and clicks; a field until it has the keyboard. */
  click(
    target: Target | null,
    place: Place,
    click: (box: Box) => Promise<void>,
  ): Promise<ReplayedBy>;
  /** Resolves once something has the keyboard; at most once late where nothing tells of it. */
  untilHeard(): Promise<void>;
}

/** Of a page that never stands still, the last place that was seen. */
const aimsAtMost = 5;
/** A person who sees no caret by then clicks again. */
const caretMs = 1500;
const pressesAtMost = 4;

export function createAim(hands: Hands, eyes: DesktopEyes): Aim {
  let tellsFocus = true;

  const locate = async (target: Target | null, { pixel }: Place): Promise<Aimed> => {
    const found = target === null ? null : await awaitControl(target);
    if (target === null || found === null) return { by: 'coordinates', box: pixelBox(pixel) };
    return { by: 'structure', box: pixelBox(carryPoint(pixel, target.box, found.box)) };
  };
  const awaitControl = async (target: Target): Promise<SeenControl | null> => {
    const ask = async () => findControl(await eyes.controls(), target);
    if ((await eyes.until(ask, (control) => control !== null)) === null) return null;
    // A window that has just come may still be on its way to its place.
    await eyes.settle();
    return ask();
  };
  const isOn = (focused: SeenControl | null, target: Target, { box }: Aimed): boolean =>
    focused !== null && focused.role === target.role && contains(focused.box, box);
  const hasCaret = (target: Target, aimed: Aimed): Promise<boolean> =>
    eyes.until(
      async () => isOn(await eyes.focused(), target, aimed),
      (has) => has,
      caretMs,
    );
  const at: Aim['at'] = async (target, place) => {
    let aimed = await locate(target, place);
    for (let aim = 0; aim < aimsAtMost; aim += 1) {
      await hands.moveTo(aimed.box);
      if (aimed.by === 'coordinates') break;
      const now = await locate(target, place);
      if (isSamePlace(now.box, aimed.box)) break;
      aimed = now;
    }
    return aimed;
  };

  return {
    at,
    click: async (target, place, click) => {
      let aimed = await at(target, place);
      for (let press = 1; ; press += 1) {
        const before = await eyes.focused();
        await click(aimed.box);
        if (target?.role !== 'textbox' || aimed.by === 'coordinates') return aimed.by;
        if ((await hasCaret(target, aimed)) || press === pressesAtMost) return aimed.by;
        const now = await at(target, place);
        const isMissed = !isSamePlace(now.box, aimed.box);
        if (!isMissed && !isSameControl(await eyes.focused(), before)) return aimed.by;
        aimed = now;
      }
    },
    untilHeard: async () => {
      if (!tellsFocus) return;
      tellsFocus = (await eyes.until(eyes.focused, (focused) => focused !== null)) !== null;
    },
  };
}

/** Of several controls of that role and name, the one nearest to where it was. */
function findControl(
  seen: readonly SeenControl[],
  { role, name, box }: Target,
): SeenControl | null {
  const was = middle(box);
  const away = (control: SeenControl): number => {
    const now = middle(control.box);
    return Math.hypot(now.x - was.x, now.y - was.y);
  };
  const [nearest] = seen
    .filter((control) => name !== '' && control.role === role && control.name === name)
    .toSorted((a, b) => away(a) - away(b));
  return nearest ?? null;
}

export function pixelBox({ x, y }: Point): Box {
  return { x: Math.round(x), y: Math.round(y), width: 1, height: 1 };
}

function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function contains(box: Box, { x, y }: Point): boolean {
  return x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height;
}

function isSameControl(a: SeenControl | null, b: SeenControl | null): boolean {
  return a?.role === b?.role && a?.name === b?.name;
}

function isSamePlace(a: Point, b: Point): boolean {
  return a.x === b.x && a.y === b.y;
}
