import { expect, test } from 'vitest';
import { readBatch } from './read-batch.ts';

const press = {
  kind: 'button',
  atMs: 3,
  x: 20,
  y: 30,
  target: 1,
  button: 'left',
  pressed: true,
};
const node = { id: 1, parent: null, role: 'button', name: 'Go', box: [0, 0, 10, 10] };
const tree = {
  kind: 'snapshot',
  atMs: 2,
  keyframe: true,
  complete: true,
  nodes: [node],
  moved: [],
  removed: [],
};
const batchOf = (records: readonly unknown[]) => ({
  document: 'one',
  sequence: 0,
  framePath: [],
  records,
  accounting: { arrived: 2, kept: 2, dropped: {} },
});

test('what is no batch at all is none', () => {
  expect(readBatch(null)).toBeNull();
  expect(readBatch({ ...batchOf([]), accounting: 'many' })).toBeNull();
});

test.each([
  ['a record of no known kind', { ...press, kind: 'command' }],
  ['a number that is none', { ...press, x: Number.NaN }],
  ['a text beyond the limit', { kind: 'dialog', atMs: 3, target: 'x'.repeat(9000), open: true }],
  ['a time without end', { kind: 'browserDialog', atMs: 3, durationMs: 1e300 }],
])('%s is left out and counted, and the rest is read', (_, bad) => {
  expect(readBatch(batchOf([bad, press]))).toMatchObject({ records: [press], unreadable: 1 });
});

test('a node that breaks the rules is left out of its tree, as it was before too; not the tree', () => {
  const long = { ...node, id: 2, css: 'x'.repeat(9000) };
  const read = readBatch(batchOf([{ ...tree, nodes: [node, long] }, press]));
  expect(read).toMatchObject({
    records: [{ ...tree, removed: [2] }, press],
    unreadable: 1,
  });
});
