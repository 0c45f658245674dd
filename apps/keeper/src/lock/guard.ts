/**
 * The lock on disk: `roots/guard.json`, written before a lockdown is
 * acknowledged. It is no part of a backup, and so a restored one meets it.
 *
 * Invariant: guard and log disagree by at most the one entry that a crash
 * between them can leave out; more means that the log was rolled back.
 */
import { isId, type StewardId } from '@understudy/base';
import { z } from 'zod';
import { KeeperError } from '../error.ts';
import type { Facts } from '../facts/facts.ts';
import { readJson, writeJsonDurably } from '../store/durable.ts';

const schema = z.object({
  epoch: z.int().nonnegative(),
  lock: z.enum(['unlocked', 'locked']),
  /** The log held at least so many entries when this was written. */
  logSize: z.int().nonnegative(),
  /** The lockdown that this guard announces, until the log has it. */
  order: z
    .object({
      steward: z.custom<StewardId>((value) => isId('steward', value)),
      orderSha256: z.string(),
      at: z.string(),
    })
    .nullable(),
});
export type Guard = z.infer<typeof schema>;

export async function readGuard(path: string): Promise<Guard | null> {
  return readJson(path, schema);
}

export async function writeGuard(path: string, guard: Guard): Promise<void> {
  await writeJsonDurably(path, guard);
}

export type GuardStanding =
  | { readonly kind: 'agrees' }
  /** The process ended between the guard and the log: the entry must be written now. */
  | { readonly kind: 'logBehind'; readonly guard: Guard };

/** @throws KeeperError rolledBack where the log has lost what the guard saw. */
export function compareGuard(guard: Guard | null, facts: Facts): GuardStanding {
  if (guard === null) return { kind: 'agrees' };
  if (facts.size < guard.logSize || facts.epoch < guard.epoch - 1) {
    throw rolledBack();
  }
  if (facts.epoch === guard.epoch - 1) {
    if (guard.order === null) throw rolledBack();
    return { kind: 'logBehind', guard };
  }
  return { kind: 'agrees' };
}

function rolledBack(): KeeperError {
  return new KeeperError({
    code: 'rolledBack',
    message: 'The log is older than this keeper knows it to have been.',
    remedy: 'Restore the newest log; `understudy audit` shows what a witness has seen of it.',
  });
}
