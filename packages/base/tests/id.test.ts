import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createId, IdError, isId, parseId, systemClock, systemRandom } from '../src/index.ts';

const at = (nowMs: number) => ({ nowMs: () => nowMs, monotonicNs: () => 0n });

describe('an id', () => {
  test.each([
    ['', 'nothing'],
    ['grt_', 'no body'],
    ['grt_0123456789abcdefghjkmnpqr', 'a body that is too short'],
    ['grt_0123456789ABCDEFGHJKMNPQRS', 'capitals'],
    ['grt_0123456789abcdefghjkmnpqil', 'letters that are taken for digits'],
    ['ses_0123456789abcdefghjkmnpqrs', 'the prefix of another kind'],
  ])('is refused as a grant: %j (%s)', (value) => {
    expect(() => parseId('grant', value)).toThrow(IdError);
  });

  test('is refused without repeating what was given', () => {
    const given = 'Jane Roe, 555-0100';
    expect(() => parseId('session', given)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('Jane') }),
    );
  });

  test('is taken back as what it was made as, and as nothing else', () => {
    const id = createId('session', systemClock, systemRandom);
    expect(parseId('session', id)).toBe(id);
    expect(isId('segment', id)).toBe(false);
  });

  test('sorts by the time of its making', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.integer({ min: 1, max: 2 ** 40 }), (early, later) => {
        const first = createId('segment', at(early), systemRandom);
        const second = createId('segment', at(early + later), systemRandom);
        expect(first < second).toBe(true);
      }),
    );
  });

  test('does not repeat within one millisecond', () => {
    const ids = Array.from({ length: 10_000 }, () => createId('frame', at(7), systemRandom));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
