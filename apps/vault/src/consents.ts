/**
 * Consent as the vault applies it: receipts and withdrawals are stored as
 * signed, and judged anew at each upload and release, so that a withdrawal
 * counts from the moment it is stored.
 */
import type { ReceiptId } from '@understudy/base';
import {
  consentState,
  isNarrower,
  programToSha256,
  stateToText,
  verifyReceipt,
  verifyRevocation,
  verifyWithdrawal,
  type ConsentEnding,
  type ConsentState,
  type Program,
  type Receipt,
  type SignedProgram,
} from '@understudy/consent';
import {
  notAvailable,
  ProtocolError,
  type Handlers,
  type VaultContract,
} from '@understudy/protocol';
import { requireDevice } from './caller.ts';
import type { DeviceTable, ReceiptTable, WithdrawalTable } from './database/schema.ts';
import { devicesByContributor, knownDevices, liveDevices } from './devices.ts';
import { claimedContributor } from './hint.ts';
import { programById } from './programs.ts';
import { queueRelay } from './relay.ts';
import { nowIso, type VaultWorld } from './world.ts';

type ConsentHandlers = Pick<Handlers<VaultContract>, 'putReceipt' | 'listReceipts' | 'withdraw'>;

/** A receipt with all that decides whether it stands, each part verified. */
export interface Consent {
  readonly receipt: Receipt;
  readonly program: Program;
  readonly state: ConsentState;
  readonly signedReceipt: string;
  readonly signedProgram: SignedProgram;
  readonly withdrawals: readonly string[];
}

export function createConsentHandlers(world: VaultWorld): ConsentHandlers {
  return {
    putReceipt: async ({ params, body, caller }) => {
      const { contributor } = requireDevice(caller);
      const devices = await devicesByContributor(world, contributor);
      const receipt = await verifyReceipt(body.receipt, liveDevices(devices), world.clock.nowMs());
      if (receipt.receipt !== params.receipt) throw wrongReceipt();
      const { program } = await programById(world, receipt.program);
      if (programToSha256(program) !== receipt.programSha256) throw otherProgramText();
      await requireNarrower(world, receipt);
      await storeReceipt(world, receipt, body.receipt);
      const { state } = await consentByReceipt(world, receipt.receipt);
      return { receipt: receipt.receipt, state: state.kind };
    },
    listReceipts: async ({ caller }) => {
      const { contributor } = requireDevice(caller);
      const rows = await world.db
        .selectFrom('receipts')
        .select('receipt')
        .where('contributor', '=', contributor)
        .orderBy('receipt')
        .execute();
      const consents = await Promise.all(
        rows.map(({ receipt }) => consentByReceipt(world, receipt)),
      );
      return {
        receipts: consents.map((consent) => ({
          receipt: consent.receipt.receipt,
          program: consent.program.program,
          state: consent.state.kind,
          signed: consent.signedReceipt,
          withdrawals: [...consent.withdrawals],
        })),
      };
    },
    withdraw: async ({ body }) => {
      const devices = await devicesByContributor(world, claimedContributor(body.withdrawal));
      const withdrawal = await verifyWithdrawal(body.withdrawal, knownDevices(devices));
      const stored = await receiptRow(world, withdrawal.receipt);
      if (stored.contributor !== withdrawal.contributor) throw notAvailable('receipt');
      await world.db.transaction().execute(async (trx) => {
        await trx
          .insertInto('withdrawals')
          .values({
            receipt: withdrawal.receipt,
            contributor: withdrawal.contributor,
            // verifyWithdrawal has read it: it is one.
            signed: body.withdrawal as WithdrawalTable['signed'],
            receivedAt: nowIso(world),
          })
          // The first one counts; another changes nothing.
          .onConflict((conflict) => conflict.column('receipt').doNothing())
          .execute();
        await queueRelay(trx, {
          kind: 'withdraw',
          body: { receipt: stored.signed, withdrawal: body.withdrawal },
        });
      });
      world.wakeRelay();
      const { state } = await consentByReceipt(world, withdrawal.receipt);
      return { receipt: withdrawal.receipt, state: state.kind };
    },
  };
}

/** @throws ProtocolError notAvailable; ConsentError where a stored statement no longer verifies */
export async function consentByReceipt(world: VaultWorld, receiptId: ReceiptId): Promise<Consent> {
  const row = await receiptRow(world, receiptId);
  const devices = await devicesByContributor(world, row.contributor);
  const nowMs = world.clock.nowMs();
  const receipt = await verifyReceipt(row.signed, knownDevices(devices), nowMs);
  const { program, signed } = await programById(world, receipt.program);
  const withdrawals = await world.db
    .selectFrom('withdrawals')
    .select('signed')
    .where('receipt', '=', receiptId)
    .execute();
  const endings = await endingsOf(
    world,
    devices,
    withdrawals.map(({ signed }) => signed),
  );
  return {
    receipt,
    program,
    state: consentState(receipt, endings, program, nowMs),
    signedReceipt: row.signed,
    signedProgram: signed,
    withdrawals: withdrawals.map(({ signed }) => signed),
  };
}

/**
 * The consent that stands in this one's place now: the end of its chain of narrowings, each of
 * which names the one before it, so that the chain has an end.
 */
export async function standingConsent(world: VaultWorld, receiptId: ReceiptId): Promise<Consent> {
  const consent = await consentByReceipt(world, receiptId);
  if (consent.state.kind !== 'narrowed') return consent;
  const { replacedBy } = consent.state;
  const there = await world.db
    .selectFrom('receipts')
    .select('receipt')
    .where('receipt', '=', replacedBy)
    .executeTakeFirst();
  if (there === undefined) return consent;
  const narrower = await consentByReceipt(world, replacedBy);
  if (!isNarrower(narrower.receipt, consent.receipt)) return consent;
  const standing = await standingConsent(world, replacedBy);
  // Each withdrawal is a link that the keeper follows from the session's own receipt.
  return { ...standing, withdrawals: [...consent.withdrawals, ...standing.withdrawals] };
}

/** @throws ProtocolError consentNotLive, deviceRevoked */
export function requireLive(consent: Consent): void {
  const { state, receipt } = consent;
  if (state.kind === 'live') return;
  throw new ProtocolError({
    code: state.kind === 'deviceRevoked' ? 'deviceRevoked' : 'consentNotLive',
    message: `The consent ${receipt.receipt} does not stand: ${stateToText(state)}.`,
    remedy: 'Nothing more is taken under it; give a new consent to go on.',
    details: { receipt: receipt.receipt, state: state.kind },
  });
}

async function endingsOf(
  world: VaultWorld,
  devices: readonly DeviceTable[],
  withdrawals: readonly string[],
): Promise<readonly ConsentEnding[]> {
  const known = knownDevices(devices);
  const stewards = await world.trust.stewards();
  const endings: ConsentEnding[] = [];
  for (const signed of withdrawals) endings.push(await verifyWithdrawal(signed, known));
  for (const { revocation } of devices) {
    if (revocation === null) continue;
    endings.push(
      await verifyRevocation(revocation, { devices: known, revoked: new Set(), stewards }),
    );
  }
  return endings;
}

export async function receiptRow(world: VaultWorld, receipt: ReceiptId): Promise<ReceiptTable> {
  const row = await world.db
    .selectFrom('receipts')
    .selectAll()
    .where('receipt', '=', receipt)
    .executeTakeFirst();
  if (row === undefined) throw notAvailable('receipt');
  return row;
}

/** A receipt that replaces another must reach less far than the stored one. */
async function requireNarrower(world: VaultWorld, receipt: Receipt): Promise<void> {
  if (receipt.replaces === null) return;
  const wide = await consentByReceipt(world, receipt.replaces);
  if (isNarrower(receipt, wide.receipt)) return;
  throw new ProtocolError({
    code: 'notCovered',
    message: 'The receipt reaches past the one that it replaces.',
    remedy: 'Give it as a new consent instead.',
  });
}

async function storeReceipt(world: VaultWorld, receipt: Receipt, signed: string): Promise<void> {
  await world.db
    .insertInto('receipts')
    .values({
      receipt: receipt.receipt,
      contributor: receipt.contributor,
      device: receipt.device,
      program: receipt.program,
      // verifyReceipt has read it: it is one.
      signed: signed as ReceiptTable['signed'],
    })
    .onConflict((conflict) => conflict.column('receipt').doNothing())
    .execute();
  if ((await receiptRow(world, receipt.receipt)).signed !== signed) throw wrongReceipt();
}

function wrongReceipt(): ProtocolError {
  return new ProtocolError({
    code: 'conflict',
    message: 'The signed receipt has another id or another text than the one it is put under.',
    remedy: 'Put each receipt under its own id.',
  });
}

function otherProgramText(): ProtocolError {
  return new ProtocolError({
    code: 'conflict',
    message: 'The receipt was given for another text of the program than the published one.',
    remedy: 'Read the program again and give the consent anew.',
  });
}
