import { expect, test } from 'vitest';
import { MalformedMessage, signatureToTypes } from './signature.ts';

test.each(['a', '(', '()', 'a()', '(s', 'a{s}', 'a{sss}', '{ss}', 'z', ')', `${'a'.repeat(99)}s`])(
  '"%s" is no signature',
  (signature) => {
    expect(() => signatureToTypes(signature)).toThrow(MalformedMessage);
  },
);

test('a signature names its types in their order, with what is inside of them', () => {
  expect(signatureToTypes('sa(ob)a{sv}')).toEqual([
    { code: 's' },
    { code: 'a', element: { code: '(', inside: [{ code: 'o' }, { code: 'b' }] } },
    { code: 'a', element: { code: '{', key: { code: 's' }, value: { code: 'v' } } },
  ]);
  expect(signatureToTypes('')).toEqual([]);
});
