import { expect, test } from 'vitest';
import { errorToLine, tierReaches, UnderstudyError } from '../src/index.ts';

class DoorError extends UnderstudyError<'shut'> {}

test('an error says what happened and what to do, and keeps its cause to itself', () => {
  const cause = new Error('typed: hunter2');
  const error = new DoorError({
    code: 'shut',
    message: 'The door is shut.',
    remedy: 'Knock.',
    cause,
  });
  expect(errorToLine(error)).toBe('The door is shut. Knock.');
  expect(error).toMatchObject({ name: 'DoorError', code: 'shut', cause });
});

test('what is no error of ours is still one line', () => {
  expect(errorToLine(new RangeError('too far'))).toBe('RangeError: too far');
  expect(errorToLine({ secret: 1 })).toBe('An unknown error happened.');
});

test.each([
  ['screen', 'motion', true],
  ['text', 'text', true],
  ['actions', 'text', false],
  ['motion', 'screen', false],
] as const)('consent to %s reaches %s: %s', (held, asked, reaches) => {
  expect(tierReaches(held, asked)).toBe(reaches);
});
