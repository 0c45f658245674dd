/** What a device needs to record: a recipient to seal to, and a lease that runs out by itself. */
import type { ContributorId, DeviceId, ProgramId, SessionId } from '@understudy/base';
import {
  consentState,
  issueLease,
  leaseMaxMs,
  verifyProgram,
  verifyReceipt,
  type Program,
  type SignedLease,
} from '@understudy/consent';
import { timeNow, type Core } from '../core.ts';
import { notAllowedError } from '../error.ts';
import { isErased } from '../facts/erased.ts';
import { receiptEntries } from './received.ts';
import { noFacts, type ConsentStanding, type Question } from '../policy/question.ts';
import { requireAllowed } from '../policy/require.ts';
import { sha256OfId } from '../release/standing.ts';

export interface DeviceCaller {
  readonly contributor: ContributorId;
  readonly device: DeviceId;
}

export interface RecipientAnswer {
  readonly recipient: string;
  readonly entry: string;
  readonly index: number;
  readonly checkpoint: string;
  readonly proof: string[];
}

/**
 * The recipient of a session (or, without one, of contributor and program),
 * with the log's proof that the keeper published it: a malicious vault cannot
 * put its own key in its place.
 */
export async function giveRecipient(
  core: Core,
  caller: DeviceCaller,
  asked: { readonly program: string; readonly session?: SessionId | undefined },
): Promise<RecipientAnswer> {
  const { journal, lock, pseudonyms, clock } = core;
  const keyring = lock.requireOpen();
  const verified = await verifyProgram(asked.program, core.trust.stewards, clock.nowMs());
  requireCovered(core, caller, 'createKey', verified, 'none');
  const { program } = verified;
  const contributor = await pseudonyms.ensure(caller.contributor);
  const session = asked.session ?? null;
  if (session !== null) requireNotErased(core, contributor, program, session);
  const { recipient } = await keyring.ensureKey({
    contributor: caller.contributor,
    program,
    session,
  });
  const recipientSha256 = sha256OfId(recipient);
  let index = journal.facts.keyEntries.get(recipientSha256);
  if (index === undefined) {
    // Two first calls may both log it; the entries say the same.
    const entry = {
      v: 1,
      kind: 'keyCreated',
      at: timeNow(clock),
      contributor,
      program,
      ...(session === null ? {} : { session }),
      recipientSha256,
    } as const;
    index = (await journal.append([entry])).index;
  }
  return { recipient, index, ...(await journal.prove(index)) };
}

/** At most 30 s; none when sealed or locked, or where the consent does not stand. */
export async function giveLease(
  core: Core,
  caller: DeviceCaller,
  statements: { readonly program: string; readonly receipt: string },
): Promise<SignedLease> {
  const { journal, lock, trust, devices, clock, serviceKey, pseudonyms } = core;
  lock.requireCapture();
  const nowMs = clock.nowMs();
  const program = await verifyProgram(statements.program, trust.stewards, nowMs);
  const receipt = await verifyReceipt(statements.receipt, devices.of(caller.contributor), nowMs);
  const withdrawn = journal.facts.withdrawnReceipts.has(sha256OfId(receipt.receipt));
  const state = consentState(receipt, [], program, nowMs);
  const live = state.kind === 'live' && !withdrawn && receipt.contributor === caller.contributor;
  requireCovered(core, caller, 'leaseCapture', program, live ? 'live' : 'withdrawn');
  if (state.kind !== 'live') throw notAllowedError();
  const pseudonym = await pseudonyms.ensure(caller.contributor);
  const received = receiptEntries(core, receipt, pseudonym);
  if (received.length > 0) await journal.append(received);
  // After the last await before signing: a lockdown in between gives no lease.
  lock.requireCapture();
  const notAfterMs = Math.min(nowMs + leaseMaxMs, state.untilMs);
  const lease = await issueLease(
    { device: caller.device, epoch: lock.state().epoch, notAfterMs },
    serviceKey,
    { ...clock, nowMs: () => nowMs },
  );
  lock.requireCapture();
  return lease;
}

/** What was erased begins no second life under a new key. */
function requireNotErased(
  { journal, clock }: Core,
  pseudonym: string,
  program: ProgramId,
  session: SessionId,
): void {
  const data = { pseudonym, program, session, startedAtMs: clock.nowMs() };
  if (isErased(journal.facts.erased, data)) throw notAllowedError();
}

function requireCovered(
  core: Core,
  caller: DeviceCaller,
  action: Question['action'],
  program: Program,
  consent: ConsentStanding,
): void {
  const own = core.devices.of(caller.contributor).some(({ device }) => device === caller.device);
  const facts = {
    ...noFacts,
    consent,
    ownDevice: own && !core.journal.facts.revokedDevices.has(caller.device),
    locked: core.lock.state().lock === 'locked',
  };
  const { purposes } = program;
  requireAllowed(core, { role: 'Device', id: caller.device, action, purposes, facts });
}
