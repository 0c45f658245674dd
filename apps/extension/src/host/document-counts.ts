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

export function createDocumentCounts(): DocumentCounts {
  const last = new Map<string, PageAccounting>();
  return {
    add: (document, counts) => {
      const before = last.get(document);
      last.delete(document);
      last.set(document, counts);
      const [oldest] = last.keys();
      if (last.size > keptDocuments && oldest !== undefined) last.delete(oldest);
      return {
        // A document that counts backwards is no honest one: it adds nothing.
        arrived: Math.max(0, counts.arrived - (before?.arrived ?? 0)),
        dropped: (['paused', 'overflow', 'tier'] as const).flatMap((reason) => {
          const more = (counts.dropped[reason] ?? 0) - (before?.dropped[reason] ?? 0);
          return more > 0 ? [[reason, more] as const] : [];
        }),
      };
    },
  };
}
