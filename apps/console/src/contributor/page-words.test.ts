/** What the companion says, on pages of people who have no command line at hand. */
import { ProtocolError } from '@understudy/protocol';
import { expect, test } from 'vitest';
import { strings } from '../strings/strings.ts';
import { errorToPageWords, jobToPageWords, withoutCommands } from './page-words.ts';

test.each([
  [
    'Nothing is being recorded. Start with: understudy record --program P',
    'Nothing is being recorded.',
  ],
  [
    'It is paused. Go on with: understudy record --resume. Nothing is lost.',
    'It is paused. Nothing is lost.',
  ],
  ['The disk is full. Make room, then go on.', 'The disk is full. Make room, then go on.'],
  ['Understudy is locked by a steward.', 'Understudy is locked by a steward.'],
])('of “%s” a page says “%s”', (said, told) => {
  expect(withoutCommands(said)).toBe(told);
});

const refusal = (code: string) =>
  new ProtocolError({
    code: 'wrongState',
    message: 'Session ses_1 was not reviewed.',
    remedy: 'Look at it first: understudy review ses_1',
    details: { code },
  });

test('what the companion refuses is told in the words of the page, without ids and commands', () => {
  const words = errorToPageWords(refusal('notReviewed'));
  expect(words).toBe(strings.contributor.errors['notReviewed']);
  expect(Object.values(strings.contributor.errors).join(' ')).not.toMatch(/understudy |ses_/);
});

test('what a server behind the companion refuses is told by its code', () => {
  expect(errorToPageWords(refusal('unreachable'))).toBe(strings.errors.codes['unreachable']);
});

test('a code without words of its own is told as the companion told it', () => {
  expect(errorToPageWords(refusal('badEdit'))).toBe('Session ses_1 was not reviewed.');
});

test('what ended a job is told in the words of the page too', () => {
  const line = 'Session ses_1 is being changed. Look: understudy sessions';
  expect(jobToPageWords(line, 'sessionBusy')).toBe(strings.contributor.errors['sessionBusy']);
  expect(jobToPageWords(line, 'toString')).toBe('Session ses_1 is being changed.');
  expect(jobToPageWords(line, null)).toBe('Session ses_1 is being changed.');
});

test.each([
  ['a fault of the page', new TypeError('x is undefined'), strings.errors.unexpected],
  [
    'a passkey that was refused',
    new DOMException('The operation timed out.', 'NotAllowedError'),
    strings.errors.names['NotAllowedError'],
  ],
  ['what the page itself refuses', new Error('Nobody is signed in.'), 'Nobody is signed in.'],
])('%s is told without the names of the program', (_, error, words) => {
  expect(errorToPageWords(error)).toBe(words);
});
