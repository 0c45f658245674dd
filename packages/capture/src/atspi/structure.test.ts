import { expect, test } from 'vitest';
import type { Accessible } from './accessible.ts';
import { nodesToTexts, type StructureNode } from './structure.ts';

/** As numbered in atspi-constants.h. */
const roles = { animation: 3, canvas: 6, drawingArea: 18, image: 27, chart: 80, video: 107 };

/** Of a picture nothing is asked. */
const asksNothing: Accessible = new Proxy<Accessible>(Object.create(null), {
  get: (_, name) => () => Promise.reject(new Error(`${String(name)} was asked for`)),
});

function nodeOf(role: number, size: number): StructureNode {
  const ref = { name: ':1.7', path: '/a' };
  const box = { x: 10, y: 20, width: size, height: size };
  return { ref, role, aria: '', name: 'Orders a week', box, inDocument: false };
}

test.each(Object.entries(roles))('what a %s shows is told by no structure', async (_, role) => {
  const { texts } = await nodesToTexts(asksNothing, [nodeOf(role, 200)], () => false);
  expect(texts).toMatchObject([
    { box: { x: 10, y: 20, width: 200, height: 200 }, text: '', secure: true, picture: true },
  ]);
});

test('a picture too small for text is left as it is', async () => {
  const icon = nodeOf(roles.drawingArea, 16);
  expect((await nodesToTexts(asksNothing, [icon], () => false)).texts).toEqual([]);
});
