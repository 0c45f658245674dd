/**
 * Trajectories that tell the same → one of them, with how many it stands for.
 * Two are near-duplicates when the steps of one become those of the other by
 * changing at most one in twenty; a step is its kind, its control and its text.
 */
import type { SessionId } from '@understudy/base';
import type { Action } from './action.ts';
import { actionTarget } from './dataset/image-place.ts';

const mostDifferent = 0.05;

export interface Outline {
  readonly session: SessionId;
  readonly instruction: string | null;
  readonly steps: readonly string[];
}

interface Collapsed {
  readonly session: SessionId;
  /** Itself and its near-duplicates. */
  readonly count: number;
  readonly duplicates: readonly SessionId[];
}

/** What of an action is compared; places and times are not. */
export function outlineStep(action: Action): string {
  const target = actionTarget(action);
  const what = action.kind === 'type' ? action.text : 'keys' in action ? action.keys.join('+') : '';
  return JSON.stringify([action.kind, target?.role ?? '', target?.name ?? '', what]);
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
