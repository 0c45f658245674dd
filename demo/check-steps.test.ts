import { describe, expect, test } from 'vitest';
import { findWrongSteps } from './check-steps.ts';
import type { DemoStep } from './dataset.ts';
import type { HandsDeed } from './hands-script.ts';

const box = { x: 100, y: 100, width: 80, height: 30 };
const click: DemoStep = {
  index: 0,
  kind: 'click',
  code: 'pyautogui.click(x=0.14, y=0.23)',
  image: '/nowhere.png',
  startNs: 2e9,
  leadNs: 1e8,
  size: { width: 1000, height: 500 },
  point: { x: 140, y: 115 },
  target: { role: 'button', name: 'Save', box },
};
const end: DemoStep = { ...click, index: 1, kind: 'terminate', point: null, target: null };
const deed: HandsDeed = { step: 0, kind: 'click', target: 'save', box, point: { x: 140, y: 115 } };

describe('a dataset is wrong', () => {
  test.each([
    ['a click outside its target', [{ ...click, point: { x: 300, y: 115 } }, end]],
    ['a click without a target', [{ ...click, target: null }, end]],
    ['a frame that is not before its action', [{ ...click, leadNs: 0 }, end]],
    [
      'a click somewhere else than the hands made it',
      [{ ...click, point: { x: 160, y: 120 } }, end],
    ],
    [
      'the target of another control',
      [{ ...click, target: { ...end, role: '', name: '', box: { ...box, x: 500 } } }, end],
    ],
    ['a click too few', [end]],
    ['a click too many', [click, click, end]],
    ['no end', [click]],
  ] as const)('with %s', (_name, steps) => {
    expect(findWrongSteps(steps, [deed])).not.toEqual([]);
  });
});

test('a dataset with what the hands did, and only that, is right', () => {
  expect(findWrongSteps([click, end], [deed])).toEqual([]);
});
