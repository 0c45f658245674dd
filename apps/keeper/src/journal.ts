/**
 * Entries → the log, durably, and into the facts in the log's own order.
 *
 * Invariant: a fact is seen by nobody before its entry is on the disk under a
 * signed checkpoint.
 */
import type { Log, LogEntry } from '@understudy/tlog';
import { KeeperError } from './error.ts';
import { applyEntry, type Facts } from './facts/facts.ts';

export interface Journal {
  readonly facts: Facts;
  /** Resolves when every entry is durable and folded in; `index` is that of the first. */
  append(entries: readonly LogEntry[]): Promise<Appended>;
  /**
   * Until whatever takes leave away, and is on its way into the log by now, is among the facts;
   * null: nothing is. A release that is logged after such an entry must have been judged by it.
   */
  narrowing(): Promise<unknown> | null;
  /** The entry's bytes (base64url) and its inclusion proof in the newest checkpoint. */
  prove(index: number): Promise<EntryProof>;
  /** The newest signed checkpoint. */
  checkpoint(): string;
}

interface EntryProof {
  readonly entry: string;
  readonly checkpoint: string;
  /** Standard base64, leaf first. */
  readonly proof: string[];
}

interface Appended {
  readonly index: number;
  readonly checkpoint: string;
}

/** After which a release may be none any more. */
const narrowingKinds: ReadonlySet<LogEntry['kind']> = new Set([
  'consentWithdrawn',
  'deviceRevoked',
  'erasure',
  'grantRevoked',
  'lockdown',
] as const);

/** Folds the log from where `facts` (none, or a snapshot) end. */
export async function openJournal(log: Log, facts: Facts): Promise<Journal> {
  for await (const { entry } of log.entries(facts.size)) applyEntry(facts, entry);
  // The log gives indices in the order of the calls; facts are folded in the same order.
  let last: Promise<unknown> = Promise.resolve();
  const narrowing = new Set<Promise<unknown>>();
  const append = async (
    entries: readonly LogEntry[],
    before: Promise<unknown>,
  ): Promise<Appended> => {
    const appended = await log.append(entries);
    await before;
    // Before our batch the log may have put an entry of its own: its index.
    for await (const { entry } of log.entries(facts.size, appended.index)) applyEntry(facts, entry);
    if (appended.index !== facts.size) {
      throw new KeeperError({
        code: 'damaged',
        message: 'The log has entries that this keeper did not write.',
        remedy: 'Stop the other keeper on this store, then start this one again.',
      });
    }
    for (const entry of entries) applyEntry(facts, entry);
    return appended;
  };
  return {
    facts,
    narrowing: () => (narrowing.size === 0 ? null : Promise.all(narrowing)),
    checkpoint: () => log.readCheckpoint(),
    prove: async (index) => {
      const checkpoint = log.readCheckpoint();
      const size = log.size();
      const proof = await log.inclusionProof(index, size);
      for await (const { bytes } of log.entries(index, index + 1)) {
        return {
          entry: Buffer.from(bytes).toString('base64url'),
          checkpoint,
          proof: proof.map((hash) => Buffer.from(hash).toString('base64')),
        };
      }
      throw new KeeperError({
        code: 'damaged',
        message: 'The log lacks an entry that it should have.',
        remedy: 'Run `understudy audit`, and restore the log.',
      });
    },
    append: (entries) => {
      const appended = append(entries, last);
      const settled = appended.then(
        () => undefined,
        () => undefined,
      );
      last = settled;
      if (entries.some(({ kind }) => narrowingKinds.has(kind))) {
        narrowing.add(settled);
        void settled.then(() => narrowing.delete(settled));
      }
      return appended;
    },
  };
}
