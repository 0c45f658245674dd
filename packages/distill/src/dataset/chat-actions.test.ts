import { expect, test } from 'vitest';
import type { Action } from '../action.ts';
import { actionToAnthropic } from './chat-actions.ts';

test('a wheel that was turned up and down again is no call, and not the end of the task', () => {
  const scroll: Action = {
    kind: 'scroll',
    startNs: 10,
    endNs: 20,
    events: [1, 2],
    scene: { screen: null, app: null, url: null },
    observation: null,
    preMove: null,
    code: '',
    at: { pixel: { x: 1, y: 1 }, normalised: null },
    dx: 0,
    dy: 0,
    modifiers: [],
    target: null,
  };
  expect(actionToAnthropic(scroll, { width: 10, height: 10 })).toBeNull();
  const [turned] = actionToAnthropic({ ...scroll, dy: 2 }, { width: 10, height: 10 }) ?? [];
  expect(turned).toMatchObject({ scroll_direction: 'up', scroll_amount: 2 });
});
