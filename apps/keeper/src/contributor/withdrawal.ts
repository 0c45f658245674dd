/**
 * A withdrawal, in force as soon as it is in the log; taken sealed and locked
 * too. The device tells the keeper, and so does the vault: it is logged once.
 */
import { verifyReceipt, verifyWithdrawal } from '@understudy/consent';
import { timeNow, type Core } from '../core.ts';
import { notAllowedError } from '../error.ts';
import { requireAction } from '../policy/require.ts';
import { sha256OfId } from '../release/standing.ts';
import { deviceOfStatement } from './statement.ts';

export async function withdraw(
  core: Core,
  statements: { readonly receipt: string; readonly withdrawal: string },
): Promise<{ readonly logIndex: number }> {
  const { devices, journal, pseudonyms, clock } = core;
  const { contributor, device } = deviceOfStatement(devices, statements.withdrawal);
  const own = devices.of(contributor);
  const withdrawal = await verifyWithdrawal(statements.withdrawal, own);
  const receipt = await verifyReceipt(statements.receipt, own, Number.MAX_SAFE_INTEGER);
  if (withdrawal.receipt !== receipt.receipt) throw notAllowedError();
  requireAction(core, { role: 'Device', id: device }, 'withdraw', {
    ownDevice: own.some((known) => known.device === device),
  });
  const receiptSha256 = sha256OfId(receipt.receipt);
  const logged = journal.facts.withdrawnReceipts.get(receiptSha256);
  if (logged !== undefined) return { logIndex: logged };
  const { index } = await journal.append([
    {
      v: 1,
      kind: 'consentWithdrawn',
      at: timeNow(clock),
      contributor: await pseudonyms.ensure(contributor),
      program: receipt.program,
      receiptSha256,
    },
  ]);
  await core.lock.rememberLog();
  return { logIndex: index };
}
