/**
 * The demo's own judgement of its dataset, against what the hands say they did:
 * every click is there, in order, inside its target, on a frame from before it.
 * Returns what is wrong, in words; nothing is right by default.
 */
import { boxContains, type Box, type Point } from '@understudy/recording';
import type { DemoStep } from './dataset.ts';
import type { HandsDeed } from './hands-script.ts';

const clickKinds: readonly string[] = ['click', 'doubleClick', 'tripleClick'];
/** Normalised coordinates have four digits: less than this many pixels off. */
const tolerancePx = 2;

export function findWrongSteps(
  steps: readonly DemoStep[],
  deeds: readonly HandsDeed[],
): readonly string[] {
  const wrong: string[] = [];
  for (const step of steps) {
    if (step.leadNs <= 0 && step.kind !== 'terminate') {
      wrong.push(`Step ${step.index} (${step.kind}) shows a frame that is not before its action.`);
    }
    if (!clickKinds.includes(step.kind)) continue;
    if (step.point === null) wrong.push(`Step ${step.index} is a click without a place.`);
    else if (step.target === null) wrong.push(`Step ${step.index} is a click without a target.`);
    else if (!boxContains(grow(step.target.box), step.point)) {
      wrong.push(`Step ${step.index} clicks outside its target.`);
    }
  }

  const clicked = steps.filter((step) => clickKinds.includes(step.kind));
  const meant = deeds.filter((deed) => deed.kind === 'click');
  if (clicked.length !== meant.length) {
    wrong.push(
      `The hands clicked ${meant.length} times; the dataset has ${clicked.length} clicks.`,
    );
  }
  for (const [index, deed] of meant.entries()) {
    const step = clicked[index];
    if (step?.point === null || step === undefined || deed.point === null || deed.box === null)
      continue;
    if (!near(step.point, deed.point)) wrong.push(`Click ${index} is not where the hands clicked.`);
    if (step.target !== null && !boxesMeet(step.target.box, deed.box)) {
      wrong.push(`Click ${index} names another target than "${deed.target ?? ''}".`);
    }
  }
  if (steps.at(-1)?.kind !== 'terminate') wrong.push('The last step does not terminate.');
  return wrong;
}

const grow = (box: Box): Box => ({
  x: box.x - 1,
  y: box.y - 1,
  width: box.width + 2,
  height: box.height + 2,
});

const near = (a: Point, b: Point): boolean => Math.hypot(a.x - b.x, a.y - b.y) <= tolerancePx;

function boxesMeet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
