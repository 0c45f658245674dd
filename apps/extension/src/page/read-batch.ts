/**
 * What a page's script sent, attacker-controlled → the batch of what keeps to
 * the rules. One record, or one node of a tree, that breaks them is left out
 * and counted: the rest of the page goes on. Such a node is told as removed, so
 * that no key is read by what it was before.
 */
import { z } from 'zod';
import { movedNodeSchema, snapshotNodeSchema } from '../snapshot/snapshot-node.ts';
import {
  pageBatchSchema,
  pageRecordSchema,
  snapshotRecordSchema,
  type PageBatch,
  type PageRecord,
} from './page-batch.ts';

export interface ReadBatch extends PageBatch {
  /** Records and nodes that were left out. */
  readonly unreadable: number;
}

const envelopeSchema = pageBatchSchema.extend({ records: z.array(z.unknown()).max(20_000) });
const looseList = z.array(z.unknown()).max(50_000);
const numberedSchema = z.looseObject({ id: snapshotNodeSchema.shape.id });
const looseTreeSchema = snapshotRecordSchema.extend({ nodes: looseList, moved: looseList });

/** null: it is no batch at all. */
export function readBatch(value: unknown): ReadBatch | null {
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success) return null;
  const records: PageRecord[] = [];
  let unreadable = 0;
  for (const sent of envelope.data.records) {
    const { record, leftOut } = readRecord(sent);
    if (record !== null) records.push(record);
    unreadable += leftOut;
  }
  return { ...envelope.data, records, unreadable };
}

interface ReadRecord {
  readonly record: PageRecord | null;
  readonly leftOut: number;
}

function readRecord(sent: unknown): ReadRecord {
  const whole = pageRecordSchema.safeParse(sent);
  if (whole.success) return { record: whole.data, leftOut: 0 };
  const tree = looseTreeSchema.safeParse(sent);
  if (!tree.success) return { record: null, leftOut: 1 };
  const nodes = readAll(tree.data.nodes, snapshotNodeSchema);
  const moved = readAll(tree.data.moved, movedNodeSchema);
  const kept = new Set(nodes.map(({ id }) => id));
  const gone = readAll(tree.data.nodes, numberedSchema).filter(({ id }) => !kept.has(id));
  const removed = [...tree.data.removed, ...gone.map(({ id }) => id)];
  const sentCount = tree.data.nodes.length + tree.data.moved.length;
  return {
    record: { ...tree.data, nodes, moved, removed },
    leftOut: sentCount - nodes.length - moved.length,
  };
}

function readAll<Value>(list: readonly unknown[], schema: z.ZodType<Value>): Value[] {
  return list.flatMap((item) => {
    const read = schema.safeParse(item);
    return read.success ? [read.data] : [];
  });
}
