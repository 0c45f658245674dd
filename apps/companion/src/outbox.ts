/**
 * What vault and keeper must still hear of: one empty file each, removed when
 * they have acknowledged it. The statements themselves lie beside it, signed.
 */
import { isId, type ReceiptId, type SessionId } from '@understudy/base';
import { listFolder, removeFile, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';

export type Pending =
  | { readonly kind: 'receipt'; readonly receipt: ReceiptId }
  | { readonly kind: 'withdrawal'; readonly receipt: ReceiptId }
  | { readonly kind: 'erasure'; readonly name: string }
  | { readonly kind: 'session'; readonly session: SessionId };

const order: readonly Pending['kind'][] = ['withdrawal', 'erasure', 'receipt', 'session'];

export async function queue(home: Home, pending: Pending): Promise<void> {
  await writeFileAtomic(fileOf(home, pending), '');
}

export async function unqueue(home: Home, pending: Pending): Promise<void> {
  await removeFile(fileOf(home, pending));
}

/** Withdrawals and erasures first: what takes something back never waits for what gives. */
export async function listPending(home: Home): Promise<readonly Pending[]> {
  const pending = (await listFolder(paths.outbox(home))).flatMap(nameToPending);
  return pending.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function fileOf(home: Home, pending: Pending): string {
  return `${paths.outbox(home)}/${pending.kind}.${subjectOf(pending)}`;
}

function subjectOf(pending: Pending): string {
  switch (pending.kind) {
    case 'receipt':
    case 'withdrawal':
      return pending.receipt;
    case 'erasure':
      return pending.name;
    case 'session':
      return pending.session;
  }
}

function nameToPending(name: string): readonly Pending[] {
  const [kind, subject = ''] = name.split('.');
  if ((kind === 'receipt' || kind === 'withdrawal') && isId('receipt', subject)) {
    return [{ kind, receipt: subject }];
  }
  if (kind === 'session' && isId('session', subject)) return [{ kind, session: subject }];
  if (kind === 'erasure') return [{ kind, name: subject }];
  return [];
}
