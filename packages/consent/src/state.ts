/**
 * Whether a consent stands at a moment, as one pure, exhaustive answer.
 *
 * What ended a consent wins over every date: no clock, however set, makes a
 * withdrawn consent live again.
 */
import { unreachable, type Brand, type DeviceId, type ReceiptId } from '@understudy/base';
import type { DeviceRevocation } from './device.ts';
import { ConsentError } from './error.ts';
import type { Program } from './program.ts';
import type { Receipt } from './receipt.ts';
import { clockToleranceMs } from './statement.ts';
import type { Withdrawal } from './withdrawal.ts';

/** What can end a consent before its time, each verified before it gets here. */
export type ConsentEnding = Withdrawal | DeviceRevocation;

export type ConsentState =
  | { readonly kind: 'live'; readonly untilMs: number }
  | { readonly kind: 'withdrawn'; readonly withdrawnAt: string }
  | { readonly kind: 'narrowed'; readonly withdrawnAt: string; readonly replacedBy: ReceiptId }
  | { readonly kind: 'deviceRevoked'; readonly device: DeviceId; readonly revokedAt: string }
  | { readonly kind: 'otherProgram' }
  | { readonly kind: 'notYet'; readonly startsAt: string }
  | { readonly kind: 'expired'; readonly expiredAt: string }
  | { readonly kind: 'programEnded'; readonly endedAt: string };

/** @param endings every known withdrawal and revocation; those of other receipts are passed over */
export function consentState(
  receipt: Receipt,
  endings: readonly ConsentEnding[],
  program: Program,
  nowMs: number,
): ConsentState {
  const ended = endings.map((ending) => endingToState(ending, receipt)).filter(isPresent);
  const withdrawn = ended.find(({ kind }) => kind === 'withdrawn') ?? ended[0];
  if (withdrawn !== undefined) return withdrawn;
  if (receipt.program !== program.program) return { kind: 'otherProgram' };
  if (Date.parse(receipt.issuedAt) > nowMs + clockToleranceMs) {
    return { kind: 'notYet', startsAt: receipt.issuedAt };
  }
  if (Date.parse(program.startsAt) > nowMs) return { kind: 'notYet', startsAt: program.startsAt };
  const expiresMs = Date.parse(receipt.expiresAt);
  if (expiresMs <= nowMs) return { kind: 'expired', expiredAt: receipt.expiresAt };
  const endsMs = Date.parse(program.endsAt);
  if (endsMs <= nowMs) return { kind: 'programEnded', endedAt: program.endsAt };
  return { kind: 'live', untilMs: Math.min(expiresMs, endsMs) };
}

/** A consent that stood when it was asked; capture opens no hook without one. */
export type LiveConsent = Brand<
  { readonly receipt: Receipt; readonly program: Program; readonly untilMs: number },
  'liveConsent'
>;

/** @throws ConsentError notLive, with what ended it */
export function requireLiveConsent(
  receipt: Receipt,
  endings: readonly ConsentEnding[],
  program: Program,
  nowMs: number,
): LiveConsent {
  const state = consentState(receipt, endings, program, nowMs);
  if (state.kind === 'live') {
    return { receipt, program, untilMs: state.untilMs } as LiveConsent;
  }
  throw new ConsentError({
    code: 'notLive',
    message: `The consent ${receipt.receipt} does not stand: ${stateToText(state)}.`,
    remedy: state.kind === 'notYet' ? 'Check this machine’s clock.' : 'Give a new consent first.',
  });
}

/** The state in words, to follow "The consent …:". */
export function stateToText(state: ConsentState): string {
  switch (state.kind) {
    case 'live':
      return 'it stands';
    case 'withdrawn':
      return `it was withdrawn at ${state.withdrawnAt}`;
    case 'narrowed':
      return `the narrower ${state.replacedBy} stands in its place`;
    case 'deviceRevoked':
      return `its device was revoked at ${state.revokedAt}`;
    case 'otherProgram':
      return 'it was given for another program';
    case 'notYet':
      return `it begins at ${state.startsAt}`;
    case 'expired':
      return `it expired at ${state.expiredAt}`;
    case 'programEnded':
      return `its program ended at ${state.endedAt}`;
    default:
      return unreachable(state);
  }
}

function endingToState(ending: ConsentEnding, receipt: Receipt): ConsentState | null {
  if (ending.contributor !== receipt.contributor) return null;
  switch (ending.kind) {
    case 'withdrawn': {
      if (ending.receipt !== receipt.receipt) return null;
      const { withdrawnAt, replacedBy } = ending;
      return replacedBy === null
        ? { kind: 'withdrawn', withdrawnAt }
        : { kind: 'narrowed', withdrawnAt, replacedBy };
    }
    case 'deviceRevoked':
      return ending.device === receipt.device
        ? { kind: 'deviceRevoked', device: ending.device, revokedAt: ending.revokedAt }
        : null;
    default:
      return unreachable(ending);
  }
}

function isPresent<Value>(value: Value | null): value is Value {
  return value !== null;
}
