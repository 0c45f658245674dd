/** `understudy withdraw`: takes a consent back, at once and without a reason. */
import { isId, parseId, type ReceiptId } from '@understudy/base';
import {
  CompanionError,
  deliver,
  findCompanion,
  listReceipts,
  openServers,
  requireProgram,
  stateOf,
  withdrawLocally,
  type Home,
} from '@understudy/companion';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';

export const registerWithdraw: RegisterVerb = (program, context) => {
  program
    .command('withdraw')
    .description('take your consent back: recording, uploads and releases under it end at once')
    .argument('[receipt]', 'a receipt or a program (default: every live consent)')
    .action(async (given: string | undefined) => {
      const home = await ownHome(context);
      const receipts = await chosen(home, given);
      for (const receipt of receipts) {
        const queued = await withdrawOne(home, receipt);
        context.output.answer(
          { receipt, withdrawn: true, queued },
          `Withdrew ${receipt}.${queued ? ' Vault or keeper could not be reached; they are told with the next `understudy share`.' : ''}`,
        );
      }
    });
};

/** By the companion where it runs, so that a running session ends first. @returns whether it waits */
async function withdrawOne(home: Home, receipt: ReceiptId): Promise<boolean> {
  const live = await findCompanion(home);
  if (live !== null) return (await live.client.call('withdraw', { params: { receipt } })).queued;
  await withdrawLocally(home, receipt);
  try {
    const { delivered } = await deliver(home, await openServers(home), {
      only: ({ kind }) => kind === 'withdrawal',
    });
    return !delivered.some((one) => one.kind === 'withdrawal' && one.receipt === receipt);
  } catch {
    return true;
  }
}

async function chosen(home: Home, given: string | undefined): Promise<readonly ReceiptId[]> {
  if (given !== undefined && !isId('program', given)) return [parseId('receipt', given)];
  const receipts: ReceiptId[] = [];
  for (const held of await listReceipts(home)) {
    if (given !== undefined && held.receipt.program !== given) continue;
    const known = await requireProgram(home, held.receipt.program);
    if (stateOf(home, held, known).kind === 'live') receipts.push(held.receipt.receipt);
  }
  if (receipts.length > 0) return receipts;
  throw new CompanionError({
    code: 'consentMissing',
    message: 'There is no live consent to withdraw.',
    remedy: 'Nothing is recorded without one; nothing else is needed.',
  });
}
