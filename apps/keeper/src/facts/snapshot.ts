/**
 * Facts ⇄ a file, so that a start need not fold a long log anew. Bound to the
 * log by its size and root, and signed with the service key.
 *
 * Invariant: only a cache. One that is damaged, by another key, or of another
 * log than the one that is there is passed over, and the log is folded whole.
 */
import { createHash } from 'node:crypto';
import { isId, type DeviceId, type IncidentId, type JsonValue } from '@understudy/base';
import {
  openStatement,
  signStatement,
  type ErasureScope,
  type SigningKey,
} from '@understudy/consent';
import type { Log } from '@understudy/tlog';
import { z } from 'zod';
import { writeJsonDurably, readJson } from '../store/durable.ts';
import { emptyFacts, type Facts } from './facts.ts';

const fileSchema = z.object({ statement: z.string(), facts: z.string() });

const statementSchema = z.strictObject({
  kind: z.literal('snapshot'),
  size: z.int().nonnegative(),
  /** Of the log's tree at that size, hex. */
  root: z.string(),
  factsSha256: z.string(),
});

const mapOf = <Value>(value: z.ZodType<Value>) =>
  z.array(z.tuple([z.string(), value])).transform((pairs) => new Map(pairs));
const setOfTexts = z.array(z.string()).transform((texts) => new Set(texts));

/** What our own signature stands for was of this form when it was written. */
const factsSchema: z.ZodType<Facts> = z.object({
  size: z.int().nonnegative(),
  epoch: z.int().nonnegative(),
  lock: z.enum(['unlocked', 'locked']),
  usedOrders: setOfTexts,
  receivedReceipts: setOfTexts,
  withdrawnReceipts: mapOf(z.int()),
  revokedDevices: z
    .array(z.tuple([z.custom<DeviceId>((value) => isId('device', value)), z.string()]))
    .transform((pairs) => new Map(pairs)),
  revokedGrants: setOfTexts,
  erased: mapOf(z.array(z.object({ scope: z.custom<ErasureScope>(), atMs: z.number() }))),
  keyEntries: mapOf(z.int()),
  erasures: mapOf(z.int()),
  kids: mapOf(z.array(z.string())),
  forgottenKids: mapOf(z.number()),
  finalErasures: setOfTexts,
  rootsDestroyed: z.int(),
  used: mapOf(z.object({ segments: z.int(), bytes: z.number() })),
  released: mapOf(z.number()),
  report: z
    .object({ green: z.boolean(), build: z.string(), sha256: z.string(), atMs: z.number() })
    .nullable(),
  incidents: z
    .array(
      z.tuple([
        z.custom<IncidentId>((value) => isId('incident', value)),
        z.object({
          at: z.string(),
          from: z.string(),
          until: z.string(),
          releases: z.int(),
          contributors: z.int(),
          index: z.int(),
          receipts: mapOf(z.int()),
        }),
      ]),
    )
    .transform((pairs) => new Map(pairs)),
});

/** Fewer new entries than these are folded anew in no time. */
const snapshotEvery = 4096;

export interface Snapshots {
  /** From the snapshot, or none where there is none of exactly this log. */
  readonly facts: Facts;
  /** Writes a new one where the log has grown enough since the last. */
  keep(): Promise<void>;
}

export async function openSnapshots(path: string, key: SigningKey, log: Log): Promise<Snapshots> {
  const facts = await readSnapshot(path, key, log);
  let keptSize = facts.size;
  return {
    facts,
    keep: async () => {
      const { size } = facts;
      if (size - keptSize < snapshotEvery) return;
      keptSize = size;
      const text = factsToText(facts);
      const root = await rootAt(log, size);
      const statement = await signStatement(
        'keeper',
        { kind: 'snapshot', size, root, factsSha256: sha256Hex(text) },
        key,
      );
      await writeJsonDurably(path, { statement, facts: text });
    },
  };
}

async function readSnapshot(path: string, key: SigningKey, log: Log): Promise<Facts> {
  try {
    const file = await readJson(path, fileSchema);
    if (file === null) return emptyFacts();
    const keys = [key.publicJwk];
    const { value } = await openStatement('keeper', file.statement, keys, statementSchema);
    const whole =
      value.size <= log.size() &&
      value.factsSha256 === sha256Hex(file.facts) &&
      value.root === (await rootAt(log, value.size));
    const facts = whole ? factsSchema.parse(JSON.parse(file.facts)) : emptyFacts();
    return facts.size === value.size ? facts : emptyFacts();
  } catch {
    // Damaged: the log says everything that it said.
    return emptyFacts();
  }
}

async function rootAt(log: Log, size: number): Promise<string> {
  return Buffer.from(await log.root(size)).toString('hex');
}

/** As they are now: nothing is awaited while they are read. */
function factsToText(facts: Facts): string {
  return JSON.stringify(facts, (_name, value: unknown): JsonValue => {
    if (value instanceof Map || value instanceof Set) return [...value] as JsonValue[];
    return value as JsonValue;
  });
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
