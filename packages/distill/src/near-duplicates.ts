/**
 * Trajectories that tell the same → one of them, with how many it stands for.
 * Two are near-duplicates when the steps of one become those of the other by
 * changing at most one in twenty; a step is its kind, its control (or, where that
 * has no name, the app and the part of the screen) and its text.
 */
import { isId, type SessionId } from '@understudy/base';
import { z } from 'zod';
import type { Action } from './action.ts';
import { actionTarget } from './dataset/image-place.ts';

const mostDifferent = 0.05;

export const outlineSchema = z.strictObject({
  session: z.custom<SessionId>((value) => isId('session', value)),
  instruction: z.string().nullable(),
  /** As `outlineStep` writes them. */
  steps: z.array(z.string()),
});
export type Outline = z.infer<typeof outlineSchema>;

interface Collapsed {
  readonly session: SessionId;
  /** Itself and its near-duplicates. */
  readonly count: number;
  readonly duplicates: readonly SessionId[];
}

/** The screen in so many parts each way: aims at one place stay in one, mostly. */
const partsOfScreen = 20;

/** Where nothing tells the control: the part of the screen that it was done in. */
function outlinePlace(action: Action): string {
  if (!('at' in action)) return '';
  const { normalised, pixel } = action.at;
  if (normalised === null) return `${pixel.x},${pixel.y}`;
  const part = (share: number): number => Math.floor(share * partsOfScreen);
  return `${part(normalised.x)}/${part(normalised.y)}`;
}

/** What of an action is compared; times are not. */
export function outlineStep(action: Action): string {
  const target = actionTarget(action);
  const where =
    target === null || target.name === ''
      ? [action.scene.app, outlinePlace(action)]
      : [target.role, target.name];
  const what = 'text' in action ? action.text : 'keys' in action ? action.keys.join('+') : '';
  return JSON.stringify([action.kind, ...where, what]);
}

/** How many steps differ (Levenshtein), or `most + 1` where it is more than `most`. */
function differences(a: readonly string[], b: readonly string[], most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, step] of a.entries()) {
    const next = [i + 1];
    for (const [j, other] of b.entries()) {
      const changed = (row[j] ?? 0) + (step === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[b.length] ?? 0;
}

function areNear(a: Outline, b: Outline): boolean {
  if (a.instruction !== b.instruction) return false;
  const most = Math.floor(Math.max(a.steps.length, b.steps.length) * mostDifferent);
  return differences(a.steps, b.steps, most) <= most;
}

/** In the order given; the first of each group stands for it. */
export function collapseNearDuplicates(outlines: readonly Outline[]): readonly Collapsed[] {
  const groups: { readonly first: Outline; readonly duplicates: SessionId[] }[] = [];
  for (const outline of outlines) {
    const group = groups.find(({ first }) => areNear(first, outline));
    if (group === undefined) groups.push({ first: outline, duplicates: [] });
    else group.duplicates.push(outline.session);
  }
  return groups.map(({ first, duplicates }) => ({
    session: first.session,
    count: duplicates.length + 1,
    duplicates,
  }));
}
