/**
 * The end of every retention: what consent and program promised is done without
 * anybody asking. Judged from the signed statements, not from a column, so that
 * a hand in the database cannot keep what must go.
 */
import type { ReceiptId } from '@understudy/base';
import { expiryToSha256, retentionEndMs } from '@understudy/consent';
import { consentByReceipt, receiptRow, standingConsent, type Consent } from './consents.ts';
import type { SessionTable } from './database/schema.ts';
import { erasesEverything, erasuresOf } from './erasure-scope.ts';
import { forgetSessions } from './forget.ts';
import { nowIso, type VaultWorld } from './world.ts';

/**
 * Forgets every session whose time is over, and of every program whose last one is, the keys too.
 * Where the statements of one no longer verify it is kept, out of everybody's reach, and `onError`
 * is told; the others are not held up by it.
 */
export async function carryOutRetention(
  world: VaultWorld,
  onError: (error: unknown) => void,
): Promise<void> {
  const each = async (
    receipts: readonly { readonly receipt: ReceiptId }[],
    carryOut: (world: VaultWorld, receipt: ReceiptId) => Promise<void>,
  ): Promise<void> => {
    for (const { receipt } of receipts) await carryOut(world, receipt).catch(onError);
  };
  const { db } = world;
  await each(await db.selectFrom('sessions').select('receipt').distinct().execute(), expireUnder);
  const ended = await db
    .selectFrom('receipts')
    .innerJoin('programs', 'programs.program', 'receipts.program')
    // One of each contributor's is enough: the key is of the pair.
    .select(({ fn }) => fn.min('receipts.receipt').as('receipt'))
    .where('programs.endsAt', '<', nowIso(world))
    .groupBy(['receipts.contributor', 'receipts.program'])
    .execute();
  await each(ended, expireWithProgram);
}

async function expireUnder(world: VaultWorld, receipt: ReceiptId): Promise<void> {
  // A narrower receipt may keep for a shorter time, and never for a longer one.
  const standing = await standingConsent(world, receipt);
  const bounds = [standing.receipt, standing.program];
  const sessions = await world.db
    .selectFrom('sessions')
    .selectAll()
    .where('receipt', '=', receipt)
    .orderBy('endedAt')
    .execute();
  for (const session of sessions) {
    if (world.clock.nowMs() < retentionEndMs(session, bounds)) return;
    await expireSession(world, session, standing);
  }
}

async function expireSession(
  world: VaultWorld,
  { session, contributor, manifest }: SessionTable,
  { signedProgram, signedReceipt, withdrawals }: Consent,
): Promise<void> {
  await forgetSessions(world, {
    name: expiryToSha256(manifest),
    contributor,
    cause: 'retention',
    signed: signedProgram,
    relay: {
      kind: 'expire',
      body: {
        program: signedProgram,
        receipt: signedReceipt,
        manifest,
        withdrawals: [...withdrawals],
      },
    },
    findSessions: async () => [session],
  });
}

/** The key of contributor and program has nothing left to open; only old backups would know it. */
async function expireWithProgram(world: VaultWorld, receiptId: ReceiptId): Promise<void> {
  const { signed, contributor } = await receiptRow(world, receiptId);
  const name = expiryToSha256(signed);
  // First what costs least: most of these were ended long ago.
  const done = await erasuresOf(world, contributor);
  if (done.some((erasure) => erasure.request === name || erasesEverything(erasure))) return;
  const { program, signedReceipt, signedProgram } = await consentByReceipt(world, receiptId);
  if (world.clock.nowMs() < retentionEndMs({ endedAt: program.endsAt }, [program])) return;
  await forgetSessions(world, {
    name,
    contributor,
    cause: 'retention',
    signed: signedProgram,
    relay: {
      kind: 'expire',
      body: { program: signedProgram, receipt: signedReceipt, manifest: null },
    },
    findSessions: async (trx) => {
      const rows = await trx
        .selectFrom('sessions')
        .select('session')
        .where('contributor', '=', contributor)
        .where('program', '=', program.program)
        .execute();
      return rows.map(({ session }) => session);
    },
  });
}
