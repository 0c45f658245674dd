import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { toShellWord } from './shell-word.ts';

test.each(['chromium', 'x; touch pwned', "it's $(id) `id`", 'https://x;reboot', 'a\nb', ''])(
  'a shell takes “%s” as one word, and runs nothing of it',
  (word) => {
    expect(execFileSync('sh', ['-c', `printf %s ${toShellWord(word)}`], { encoding: 'utf8' })).toBe(
      word,
    );
  },
);

test('plain words stay as they are', () => {
  expect(toShellWord('http://localhost:8099')).toBe('http://localhost:8099');
});
