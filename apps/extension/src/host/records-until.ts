/** A batch → what of it was done until a pause, each position by its own time. */
import type { PageBatch, PageRecord } from '../page/page-batch.ts';

export function recordsUntil(batch: PageBatch, untilMs: number): PageBatch {
  return { ...batch, records: batch.records.flatMap((record) => cutRecord(record, untilMs)) };
}

function cutRecord(record: PageRecord, untilMs: number): readonly PageRecord[] {
  if (record.atMs > untilMs) return [];
  if (record.kind !== 'moves') return [record];
  return [
    { ...record, points: record.points.filter(([afterMs]) => record.atMs + afterMs <= untilMs) },
  ];
}
