/** Withdrawing a consent: signed here first, then its sessions are marked, then the servers hear of it. */
import type { ReceiptId } from '@understudy/base';
import { markWithdrawn } from './decisions.ts';
import type { Home } from './home.ts';
import { requireReceipt, withdraw } from './receipts.ts';
import { listSessions } from './sessions.ts';

/** Sends nothing: `deliver` does. Call after a running session under it was ended. */
export async function withdrawLocally(home: Home, receipt: ReceiptId): Promise<void> {
  const held = await requireReceipt(home, receipt);
  const isWithdrawn = held.endings.some(({ kind }) => kind === 'withdrawn');
  if (!isWithdrawn) await withdraw(home, held);
  const marked = ['local', 'kept', 'interrupted', 'sharing', 'shared'];
  for (const state of await listSessions(home)) {
    if (state.receipt === receipt && marked.includes(state.status.kind)) {
      await markWithdrawn(home, state);
    }
  }
}
