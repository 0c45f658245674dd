/** Looks at what changed alone: a small part of the page, where the rest held still. */
import { composedParentOf } from './dom.ts';
import type { Steps } from './slices.ts';
import type { Tree } from './tree.ts';

const mostSteps = 300;

/** As far as there is time for, what changed last first: what was looked at is taken out of `changed`. */
export function* lookAtChanged(tree: Tree, changed: Set<Element>): Steps<void> {
  let steps = 0;
  for (const element of [...changed].toReversed()) {
    for (const step of tree.lookInto(element)) {
      steps += 1;
      if (steps > mostSteps) return;
      yield step;
    }
    changed.delete(element);
  }
}

/**
 * What changed with what stands beside it, and whether all else stands where it stood.
 * @returns false where only a look at the whole page can tell.
 */
export function* catchUp(tree: Tree, changed: Iterable<Element>): Steps<boolean> {
  let steps = 0;
  for (const element of changed) {
    const look = tree.lookInto(composedParentOf(element) ?? element);
    for (let next = look.next(); ; next = look.next()) {
      steps += 1;
      if (next.done === true && next.value !== 'whole') return false;
      if (next.done === true) break;
      if (steps > mostSteps) return false;
      yield next.value;
    }
  }
  return yield* tree.standsStill();
}
