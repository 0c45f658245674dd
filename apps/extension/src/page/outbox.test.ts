import { expect, test } from 'vitest';
import { createOutbox } from './outbox.ts';
import type { PageBatch, PageRecord } from './page-batch.ts';

const tree = (first: number): PageRecord => ({
  kind: 'snapshot',
  atMs: 1,
  keyframe: false,
  complete: true,
  nodes: Array.from({ length: 500 }, (_, index) => ({
    id: first + index,
    parent: null,
    role: 'text',
    name: '',
    box: [0, 0, 1, 1],
  })),
  moved: [],
  removed: [],
});

const inputsIn = ({ records }: PageBatch): number =>
  records.reduce((sum, record) => {
    if (record.kind === 'moves') return sum + record.points.length;
    return sum + (record.kind === 'wheel' ? 1 : 0);
  }, 0);

test('where a large tree comes in several batches, each counts the input that it brings', async () => {
  const batches: PageBatch[] = [];
  const outbox = createOutbox({
    framePath: () => [],
    send: async (batch) => void batches.push(batch),
    onHole: () => undefined,
  });
  for (const first of [1, 501, 1001, 1501]) {
    outbox.describe(tree(first));
    outbox.input({ kind: 'wheel', atMs: 1, x: 0, y: 0, target: null, dx: 0, dy: 1 });
    outbox.position(2, 1, 1);
    outbox.position(3, 2, 2);
  }
  await outbox.flush();
  expect(batches.length).toBeGreaterThan(1);
  let sum = 0;
  for (const batch of batches) {
    sum += inputsIn(batch);
    expect(batch.accounting).toEqual({ arrived: sum, kept: sum, dropped: {} });
  }
  expect(sum).toBe(12);
});
