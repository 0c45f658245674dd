import { expect, test } from 'vitest';
import type { Action } from '../action.ts';
import { actionToAnthropic, actionToOpenAi, reasonOfNone } from './chat-actions.ts';

const base = {
  startNs: 10,
  endNs: 20,
  events: [1, 2],
  scene: { screen: null, app: null, url: null },
  observation: null,
  preMove: null,
  code: '',
};
const image = { width: 10, height: 10 };

test('a choice in a list is typed and confirmed; one in a picker has no word', () => {
  const target = { role: 'combobox', name: 'Country', box: { x: 0, y: 0, ...image } };
  const choice: Action = { ...base, kind: 'choose', text: 'Peru', target };
  expect(actionToAnthropic(choice, image)).toEqual([
    { action: 'type', text: 'Peru' },
    { action: 'key', text: 'Return' },
  ]);
  expect(actionToOpenAi(choice, image)).toEqual([
    { type: 'type', text: 'Peru' },
    { type: 'keypress', keys: ['ENTER'] },
  ]);
  const picked: Action = { ...choice, target: { ...target, role: 'textbox' } };
  expect(actionToAnthropic(picked, image)).toBeNull();
  expect(actionToOpenAi(picked, image)).toBeNull();
  expect(reasonOfNone(picked)).toBe('noEquivalent');
});

test('a wheel that was turned up and down again is no call, and not the end of the task', () => {
  const scroll: Action = {
    ...base,
    kind: 'scroll',
    at: { pixel: { x: 1, y: 1 }, normalised: null },
    dx: 0,
    dy: 0,
    modifiers: [],
    target: null,
  };
  expect(actionToAnthropic(scroll, image)).toBeNull();
  const [turned] = actionToAnthropic({ ...scroll, dy: 2 }, image) ?? [];
  expect(turned).toMatchObject({ scroll_direction: 'up', scroll_amount: 2 });
});
