import { createTextRedactor } from '@understudy/redact';
import { expect, test } from 'vitest';

test('a value is covered wherever a long text is cut', () => {
  for (let before = 19_940; before < 20_010; before += 2) {
    const filler = 'the parcel went out again and '.repeat(700).slice(0, before);
    const text = `${filler} call +44 20 7123 4567 today ${'it was late '.repeat(200)}`;
    expect(createTextRedactor().redact(text).text).not.toMatch(/7123|4567/u);
  }
});
