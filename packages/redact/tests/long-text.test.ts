import { createTextRedactor } from '@understudy/redact';
import { expect, test } from 'vitest';

test('a value is covered wherever a long text is cut', () => {
  for (let before = 19_940; before < 20_010; before += 2) {
    const filler = 'the parcel went out again and '.repeat(700).slice(0, before);
    const text = `${filler} call +44 20 7123 4567 today ${'it was late '.repeat(200)}`;
    expect(createTextRedactor().redact(text).text).not.toMatch(/7123|4567/u);
  }
});

const cpuOnce = (text: string): number => {
  const before = process.cpuUsage();
  createTextRedactor().redact(text);
  return process.cpuUsage(before).user;
};
/** The least of three: compilation and garbage of other work are counted with the process. */
const cpuOf = (text: string): number => Math.min(...[1, 2, 3].map(() => cpuOnce(text)));

test.each([
  ['names', 'Maria Okonkwo, Jens Petersen, Aiko Tanaka, Tom Baker, '],
  ['rows without a blank', '{"name":"Maria_Okonkwo","mail":"m.o@corp-mail.de","id":41877},'],
])('eight times as many %s cost about eight times as much, not sixty-four', (_, unit) => {
  const few = unit.repeat(Math.ceil(60_000 / unit.length));
  expect(cpuOf(few.repeat(8))).toBeLessThan(24 * cpuOf(few));
});
