/**
 * A batch, attacker-controlled → what of its claims the browser's own word
 * about the sender bears out: a page cannot pass for a tab's top, nor for a
 * page of another site, whatever its process sends.
 */
import type { PageBatch, PageRecord } from '../page/page-batch.ts';
import { originOf, type PageSender } from '../sender.ts';

export function batchOfSender(batch: PageBatch, { frame, origin }: PageSender): PageBatch {
  const isTop = batch.framePath?.length === 0;
  return {
    ...batch,
    framePath: isTop === (frame === 0) ? batch.framePath : null,
    records: batch.records.map((record) => ofOrigin(record, origin)),
  };
}

/** A page of no address belongs to no site: nothing that happens on it is kept. */
function ofOrigin(record: PageRecord, origin: string): PageRecord {
  if (record.kind !== 'page' || originOf(record.url) === origin) return record;
  return { ...record, url: '', title: '' };
}
