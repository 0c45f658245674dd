/**
 * The contributor's consents: issued, narrowed and withdrawn on this device,
 * each a signed file; what the vault has not been told yet waits in the outbox.
 */
import { createId, isId, type ProgramId, type ReceiptId, type Tier } from '@understudy/base';
import { tiers, tierReaches } from '@understudy/base';
import {
  consentState,
  issueReceipt,
  requireLiveConsent,
  verifyReceipt,
  verifyWithdrawal,
  withdrawConsent,
  type ConsentEnding,
  type ConsentState,
  type LiveConsent,
  type Receipt,
  type SignedWithdrawal,
  type Withdrawal,
} from '@understudy/consent';
import { checkClock } from './clock-mark.ts';
import { CompanionError } from './error.ts';
import { listFolder, readTextIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { openDevice } from './identity.ts';
import { queue } from './outbox.ts';
import { readRevocation } from './revocation.ts';
import type { KnownProgram } from './programs.ts';

export interface KnownReceipt {
  readonly receipt: Receipt;
  readonly signed: string;
  readonly endings: readonly ConsentEnding[];
}

/** The person said yes: a receipt for this program, up to `tier`. It waits in the outbox for the vault. */
export async function giveConsent(
  home: Home,
  { program }: KnownProgram,
  tier: Tier,
): Promise<KnownReceipt> {
  await checkClock(home);
  const { contributor, device, key } = await openDevice(home);
  const id = createId('receipt', home.clock, home.random);
  const signed = await issueReceipt(
    {
      receipt: id,
      program,
      contributor,
      device,
      tiers: program.tiers.filter((held) => tierReaches(tier, held)),
    },
    key,
    home.clock,
  );
  await writeFileAtomic(paths.receipt(home, id), signed);
  await queue(home, { kind: 'receipt', receipt: id });
  return requireReceipt(home, id);
}

/** The person said no; remembered, so that nobody asks again. */
export async function declineConsent(home: Home, program: ProgramId): Promise<void> {
  await writeFileAtomic(paths.declined(home, program), '');
}

export async function hasDeclined(home: Home, program: ProgramId): Promise<boolean> {
  return (await readTextIfThere(paths.declined(home, program))) !== null;
}

/** @throws CompanionError `consentMissing` */
export async function requireReceipt(home: Home, id: ReceiptId): Promise<KnownReceipt> {
  const jws = await readTextIfThere(paths.receipt(home, id));
  if (jws === null) {
    throw new CompanionError({
      code: 'consentMissing',
      message: `There is no consent receipt ${id} on this device.`,
      remedy: 'Give your consent with: understudy record --program PROGRAM',
    });
  }
  const known = await ownDevice(home);
  const receipt = await verifyReceipt(jws, [known], home.clock.nowMs());
  return {
    receipt,
    signed: jws,
    endings: [...(await readWithdrawals(home, id)), ...(await readRevocation(home))],
  };
}

/** Newest first. */
export async function listReceipts(home: Home): Promise<readonly KnownReceipt[]> {
  const names = await listFolder(paths.receipts(home));
  const known: KnownReceipt[] = [];
  for (const name of names.toReversed()) {
    const id = name.replace(/\.jws$/, '');
    if (isId('receipt', id)) known.push(await requireReceipt(home, id));
  }
  return known;
}

/** The newest live consent for the program that reaches `tier`, or null. */
export async function findLiveReceipt(
  home: Home,
  known: KnownProgram,
  tier: Tier | null,
): Promise<KnownReceipt | null> {
  for (const held of await listReceipts(home)) {
    if (held.receipt.program !== known.program.program) continue;
    if (tier !== null && !held.receipt.tiers.some((given) => tierReaches(given, tier))) continue;
    if (stateOf(home, held, known).kind === 'live') return held;
  }
  return null;
}

export function stateOf(home: Home, held: KnownReceipt, { program }: KnownProgram): ConsentState {
  return consentState(held.receipt, held.endings, program, home.clock.nowMs());
}

/** The branded proof that capture asks for, checked afresh. @throws ConsentError `notLive` */
export async function liveConsent(
  home: Home,
  id: ReceiptId,
  { program }: KnownProgram,
): Promise<LiveConsent> {
  await checkClock(home);
  const held = await requireReceipt(home, id);
  return requireLiveConsent(held.receipt, held.endings, program, home.clock.nowMs());
}

/** The second receipt. On the disk before this returns; vault and keeper hear of it from the outbox. */
export async function withdraw(home: Home, held: KnownReceipt): Promise<SignedWithdrawal> {
  const { device, key } = await openDevice(home);
  const id = held.receipt.receipt;
  const signed = await withdrawConsent(held.receipt, key, home.clock, { device });
  await writeFileAtomic(paths.withdrawal(home, id), signed);
  await queue(home, { kind: 'withdrawal', receipt: id });
  return signed;
}

export async function readSignedWithdrawal(home: Home, id: ReceiptId): Promise<string | null> {
  return readTextIfThere(paths.withdrawal(home, id));
}

/** The highest tier of a receipt. */
export function topTier(receipt: Receipt): Tier {
  return tiers.findLast((tier) => receipt.tiers.includes(tier)) ?? 'motion';
}

async function readWithdrawals(home: Home, id: ReceiptId): Promise<readonly Withdrawal[]> {
  const jws = await readSignedWithdrawal(home, id);
  if (jws === null) return [];
  return [await verifyWithdrawal(jws, [await ownDevice(home)])];
}

async function ownDevice(home: Home) {
  const { contributor, device, key } = await openDevice(home);
  return { contributor, device, publicJwk: key.publicJwk };
}
