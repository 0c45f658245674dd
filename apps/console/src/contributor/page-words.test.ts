/** What the companion says, on pages of people who have no command line at hand. */
import { ProtocolError } from '@understudy/protocol';
import { expect, test } from 'vitest';
import { strings } from '../strings/strings.ts';
import { errorToPageWords, withoutCommands } from './page-words.ts';

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

test('a remedy that names a command becomes one that names a page', () => {
  const error = new ProtocolError({
    code: 'wrongState',
    message: 'Session ses_1 was not reviewed.',
    remedy: 'Look at it first: understudy review ses_1',
    details: { code: 'notReviewed' },
  });
  expect(errorToPageWords(error)).toBe(
    `Session ses_1 was not reviewed. ${strings.contributor.remedies['notReviewed']}`,
  );
  expect(Object.values(strings.contributor.remedies).join(' ')).not.toContain('understudy ');
});
