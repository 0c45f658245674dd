/**
 * The outbox → vault and keeper. What takes something back goes first; each
 * thing is sent on its own, so that one refusal holds up nothing else.
 */
import { errorToLine, type ReceiptId, type SessionId } from '@understudy/base';
import { CourierError } from '@understudy/courier';
import { deliverErasure } from './erasures.ts';
import type { Home } from './home.ts';
import { listPending, unqueue, type Pending } from './outbox.ts';
import { readSignedWithdrawal, requireReceipt } from './receipts.ts';
import { noteRevocation } from './revocation.ts';
import { enrolAtKeeper, enrolAtVault, isPassing, type Servers } from './servers.ts';
import { uploadSession, type UploadProgress } from './upload.ts';

export interface Delivery {
  readonly delivered: readonly Pending[];
  /** What must wait, and why. */
  readonly waiting: readonly { readonly pending: Pending; readonly words: string }[];
  /** What was refused for good: it stays queued until somebody deals with it. */
  readonly refused: readonly { readonly pending: Pending; readonly words: string }[];
}

export interface DeliverOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (session: SessionId, progress: UploadProgress) => void;
  /** Only this; default: all that waits. */
  readonly only?: (pending: Pending) => boolean;
}

export async function deliver(
  home: Home,
  servers: Servers,
  options: DeliverOptions = {},
): Promise<Delivery> {
  const pending = (await listPending(home)).filter(options.only ?? (() => true));
  const delivered: Pending[] = [];
  const waiting: { pending: Pending; words: string }[] = [];
  const refused: { pending: Pending; words: string }[] = [];
  for (const one of pending) {
    if (options.signal?.aborted === true) break;
    try {
      await deliverOne(home, servers, one, options);
      await unqueue(home, one);
      delivered.push(one);
    } catch (error) {
      if (error instanceof CourierError && error.code === 'deviceRevoked') {
        await noteRevocation(home);
      }
      const held = isPassing(error) ? waiting : refused;
      held.push({ pending: one, words: errorToLine(error) });
    }
  }
  return { delivered, waiting, refused };
}

async function deliverOne(
  home: Home,
  servers: Servers,
  pending: Pending,
  options: DeliverOptions,
): Promise<void> {
  switch (pending.kind) {
    case 'receipt':
      return deliverReceipt(home, servers, pending.receipt);
    case 'withdrawal':
      return deliverWithdrawal(home, servers, pending.receipt);
    case 'erasure':
      return deliverErasure(home, servers, pending.name);
    case 'session':
      return deliverSession(home, servers, pending.session, options);
  }
}

async function deliverReceipt(home: Home, servers: Servers, id: ReceiptId): Promise<void> {
  const { signed } = await requireReceipt(home, id);
  await enrolAtVault(home, servers);
  await servers.vault.putReceipt({ params: { receipt: id }, body: { receipt: signed } });
}

/** To both, so that a vault which keeps silent about it changes nothing. */
async function deliverWithdrawal(home: Home, servers: Servers, id: ReceiptId): Promise<void> {
  const withdrawal = await readSignedWithdrawal(home, id);
  if (withdrawal === null) return;
  const { signed } = await requireReceipt(home, id);
  const atKeeper = enrolAtKeeper(home, servers).then(() =>
    servers.keeper.withdraw({ body: { receipt: signed, withdrawal } }),
  );
  const atVault = deliverReceipt(home, servers, id)
    // The vault may refuse a receipt that is over; what matters is the withdrawal.
    .catch(ignoreRefusal)
    .then(() => servers.vault.withdraw({ body: { withdrawal } }));
  const results = await Promise.allSettled([atKeeper, atVault]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

function ignoreRefusal(error: unknown): void {
  if (isPassing(error)) throw error;
}

async function deliverSession(
  home: Home,
  servers: Servers,
  session: SessionId,
  { signal, onProgress }: DeliverOptions,
): Promise<void> {
  await uploadSession(home, servers, session, {
    ...(signal === undefined ? {} : { signal }),
    onProgress: (progress) => onProgress?.(session, progress),
    beforeManifest: (receipt) => deliverReceipt(home, servers, receipt),
  });
}
