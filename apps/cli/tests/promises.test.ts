/** docs/security.md promises nothing without a test: every promise names those that prove it, and they exist. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { controls } from '../src/verify/controls/index.ts';

const docs = join(import.meta.dirname, '../../../docs');
const page = readFileSync(join(docs, 'security.md'), 'utf8');
/** Those of the repository: `](../apps/…)`. */
const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/\]\((?!https?:)(?<path>[^)#]+)/g)].map(({ groups }) => groups?.['path'] ?? '');

interface Promised {
  readonly number: string;
  readonly promise: string;
  readonly provedBy: string;
}

const promises = page.split('\n').flatMap((line): readonly Promised[] => {
  const [, number = '', , promise = '', , provedBy = ''] = line.split(/ ?(?<!\\)\| ?/);
  return /^\d+$/.test(number) ? [{ number, promise, provedBy }] : [];
});

describe('the page of promises', () => {
  test('numbers them one after another', () => {
    const numbers = promises.map(({ number }) => Number(number));
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1));
    expect(numbers.length).toBeGreaterThan(15);
  });

  test.each(promises)('names a test that there is for promise $number: $promise', (promised) => {
    const tests = linksIn(promised.provedBy);
    expect(tests).not.toEqual([]);
    for (const path of tests) expect(path).toMatch(/\.test\.ts$/);
    const ids = controls.map(({ id }) => id);
    const named = [...promised.provedBy.matchAll(/`(?<id>[a-z-]+)`/g)].map(
      ({ groups }) => groups?.['id'] ?? '',
    );
    expect(ids).toEqual(expect.arrayContaining(named));
  });

  test('links to nothing that is not there', () => {
    expect(linksIn(page).filter((path) => !existsSync(join(docs, path)))).toEqual([]);
  });
});
