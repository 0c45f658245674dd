/** Programs and receipts as the consent page shows them. */
import type { ProgramId, ReceiptId, Tier } from '@understudy/base';
import type { Program } from '@understudy/consent';
import type { CompanionContract, CompanionProgram, HandlerAnswerOf } from '@understudy/protocol';
import type { Companion } from '../companion.ts';
import type { Home } from '../home.ts';
import { keepProgram, listPrograms, requireProgram, type KnownProgram } from '../programs.ts';
import {
  findLiveReceipt,
  giveConsent,
  hasDeclined,
  listReceipts,
  readSignedWithdrawal,
  requireReceipt,
  stateOf,
  topTier,
  type KnownReceipt,
} from '../receipts.ts';

type ReceiptRow = HandlerAnswerOf<CompanionContract['giveConsent']>;

/** What a page waits for a vault; one that hangs asks for no more patience than one that is away. */
const vaultPatienceMs = 3_000;

/** Those of the vault where it answers in time, else those that this device knows. */
export async function offeredPrograms(
  companion: Companion,
): Promise<{ programs: CompanionProgram[]; vaultReached: boolean }> {
  const { home } = companion;
  const refreshed = refreshPrograms(companion).then(
    () => true,
    () => false,
  );
  const patience = new Promise<false>((resolve) => {
    const timer = setTimeout(() => resolve(false), vaultPatienceMs);
    void refreshed.then(() => clearTimeout(timer));
  });
  const vaultReached = await Promise.race([refreshed, patience]);
  const known = await listPrograms(home);
  return {
    programs: await Promise.all(known.map((one) => offeredProgram(home, one))),
    vaultReached,
  };
}

async function refreshPrograms(companion: Companion): Promise<void> {
  const { openVault } = await companion.servers();
  const { programs } = await openVault.listPrograms();
  // One that no trusted steward signed is not shown, and hides no other.
  for (const { signed } of programs) {
    await keepProgram(companion.home, signed).catch(() => null);
  }
}

async function offeredProgram(home: Home, known: KnownProgram): Promise<CompanionProgram> {
  const { program, signed } = known;
  const nowMs = home.clock.nowMs();
  return {
    program: program.program,
    signed,
    title: program.title,
    controller: program.controller,
    purposeText: program.purposeText,
    purposes: [...program.purposes],
    apps: program.apps.map(appToWire),
    tiers: [...program.tiers],
    region: program.region,
    retentionDays: program.retentionDays,
    startsAt: program.startsAt,
    endsAt: program.endsAt,
    alwaysCover: program.alwaysCover ?? null,
    state:
      nowMs < Date.parse(program.startsAt)
        ? 'notYet'
        : nowMs >= Date.parse(program.endsAt)
          ? 'ended'
          : 'open',
    consent: await consentOf(home, known),
  };
}

function appToWire(app: Program['apps'][number]): CompanionProgram['apps'][number] {
  return { app: app.app, origins: app.kind === 'sites' ? [...app.origins] : null };
}

async function consentOf(home: Home, known: KnownProgram): Promise<CompanionProgram['consent']> {
  const live = await findLiveReceipt(home, known, null);
  if (live !== null) {
    return { kind: 'live', receipt: live.receipt.receipt, tier: topTier(live.receipt) };
  }
  const held = (await listReceipts(home)).find(
    ({ receipt }) => receipt.program === known.program.program,
  );
  if (held !== undefined) {
    const withdrawn = stateOf(home, held, known).kind === 'withdrawn';
    return { kind: withdrawn ? 'withdrawn' : 'expired', receipt: held.receipt.receipt };
  }
  return { kind: (await hasDeclined(home, known.program.program)) ? 'declined' : 'none' };
}

export async function giveConsentTo(
  companion: Companion,
  program: ProgramId,
  tier: Tier,
): Promise<ReceiptRow> {
  const { home } = companion;
  const known = await requireProgram(home, program);
  const held = await giveConsent(home, known, tier);
  // The vault hears of it now if it can, else later; recording needs the keeper only.
  void companion.deliver().catch(() => null);
  return receiptRow(home, held.receipt.receipt);
}

export async function receiptRows(home: Home): Promise<ReceiptRow[]> {
  const held = await listReceipts(home);
  return Promise.all(held.map((one) => toRow(home, one)));
}

export async function receiptRow(home: Home, id: ReceiptId): Promise<ReceiptRow> {
  return toRow(home, await requireReceipt(home, id));
}

async function toRow(home: Home, held: KnownReceipt): Promise<ReceiptRow> {
  const { receipt, signed } = held;
  const state = stateOf(home, held, await requireProgram(home, receipt.program)).kind;
  return {
    receipt: receipt.receipt,
    program: receipt.program,
    tier: topTier(receipt),
    issuedAt: receipt.issuedAt,
    expiresAt: receipt.expiresAt,
    // A receipt is only ever looked up together with its own program.
    state: state === 'otherProgram' ? 'expired' : state,
    signed,
    withdrawal: await readSignedWithdrawal(home, receipt.receipt),
  };
}
