/** Each document counts for itself since it was opened; the session wants one sum of what is new. */
import type { PageBatch } from '../page/page-batch.ts';

type PageAccounting = PageBatch['accounting'];
type PageDropReason = keyof PageAccounting['dropped'];

interface NewCounts {
  readonly arrived: number;
  readonly dropped: readonly (readonly [PageDropReason, number])[];
}

export interface DocumentCounts {
  /** What this batch counts on top of the one before of the same document. */
  add(document: string, counts: PageAccounting): NewCounts;
}

/** Documents that were heard of last; older ones are closed long since. */
const keptDocuments = 2_000;
/** A batch may claim any number: what is above this waits for the batches after it. */
const mostNew = 1_000_000;

export function createDocumentCounts(): DocumentCounts {
  const last = new Map<string, PageAccounting>();
  return {
    add: (document, counts) => {
      const before = last.get(document) ?? { arrived: 0, kept: 0, dropped: {} };
      const arrived = newOf(counts.arrived, before.arrived);
      const dropped = reasons.flatMap((reason) => {
        const more = newOf(counts.dropped[reason], before.dropped[reason]);
        return more > 0 ? [[reason, more] as const] : [];
      });
      const taken = { ...before.dropped };
      for (const [reason, more] of dropped) taken[reason] = (taken[reason] ?? 0) + more;
      last.delete(document);
      last.set(document, { ...counts, arrived: before.arrived + arrived, dropped: taken });
      const [oldest] = last.keys();
      if (last.size > keptDocuments && oldest !== undefined) last.delete(oldest);
      return { arrived, dropped };
    },
  };
}

const reasons = ['paused', 'overflow', 'tier'] as const;

/** A document that counts backwards is no honest one: it adds nothing. */
const newOf = (count = 0, before = 0): number => Math.min(mostNew, Math.max(0, count - before));
