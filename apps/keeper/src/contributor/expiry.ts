/**
 * The end of a retention: what a program and a receipt promised is carried out
 * as an erasure, of one session, or of all that a contributor gave to a program
 * that is over. Anybody may bring the statements; they and this keeper's clock
 * say whether it is time.
 */
import {
  clockToleranceMs,
  expiryToSha256,
  programToSha256,
  retentionEndMs,
  verifyManifest,
  verifyProgram,
  verifyReceipt,
  verifyWithdrawal,
  type ErasureScope,
  type Program,
  type Receipt,
  type Withdrawal,
} from '@understudy/consent';
import type { Core } from '../core.ts';
import { notAllowedError } from '../error.ts';
import type { Devices } from '../people/devices.ts';
import { standsFor } from '../release/evidence.ts';
import { eraseScope, takeUpErasure, type ErasureAnswer } from './erasure.ts';
import { deviceOfStatement } from './statement.ts';

interface ExpiryStatements {
  readonly program: string;
  readonly receipt: string;
  /** null: the program is over, and no session of it may be kept any longer. */
  readonly manifest: string | null;
  readonly withdrawals: readonly string[];
}

/** Idempotent by the newest statement's hash. @throws ConsentError; KeeperError notAllowed where it is not time */
export async function expire(
  core: Core,
  statements: ExpiryStatements,
  retentionDays: number,
): Promise<ErasureAnswer> {
  const { clock, devices, trust } = core;
  const erasure = expiryToSha256(statements.manifest ?? statements.receipt);
  const there = await takeUpErasure(core, erasure, retentionDays);
  if (there !== null) return there;
  const nowMs = clock.nowMs();
  const { contributor } = deviceOfStatement(devices, statements.receipt);
  const receipt = await verifyReceipt(statements.receipt, devices.of(contributor), nowMs);
  const program = await verifyProgram(statements.program, trust.stewards, nowMs);
  // The text that was agreed to: one steward could sign another, with an earlier end.
  if (receipt.programSha256 !== programToSha256(program)) throw notAllowedError();
  const { scope, endMs } =
    statements.manifest === null
      ? wholeProgram(program)
      : await oneSession(devices, statements.manifest, {
          receipt,
          program,
          withdrawals: await Promise.all(
            statements.withdrawals.map((jws) => verifyWithdrawal(jws, devices.of(contributor))),
          ),
        });
  // Tolerant of a vault whose clock is a little ahead: too early by a minute harms nobody's privacy.
  if (nowMs + clockToleranceMs < endMs) throw notAllowedError();
  const request = statements.program;
  const due = { erasure, contributor, scope, cause: 'retention', request } as const;
  return eraseScope(core, due, retentionDays);
}

interface Expiry {
  readonly scope: ErasureScope;
  readonly endMs: number;
}

/** No session outlasts its program: after that retention the pair's key has nothing left to open. */
function wholeProgram(program: Program): Expiry {
  return {
    scope: { kind: 'program', program: program.program },
    endMs: retentionEndMs({ endedAt: program.endsAt }, [program]),
  };
}

async function oneSession(
  devices: Devices,
  jws: string,
  consent: {
    readonly receipt: Receipt;
    readonly program: Program;
    readonly withdrawals: readonly Withdrawal[];
  },
): Promise<Expiry> {
  const { receipt, program, withdrawals } = consent;
  const device = deviceOfStatement(devices, jws);
  const manifest = await verifyManifest(jws, device.publicJwk);
  const belongs =
    device.contributor === receipt.contributor &&
    manifest.contributor === receipt.contributor &&
    manifest.device === device.device &&
    manifest.program === program.program &&
    standsFor(receipt, manifest.receipt, withdrawals);
  if (!belongs) throw notAllowedError();
  return {
    scope: { kind: 'sessions', sessions: [manifest.session] },
    endMs: retentionEndMs(manifest, [receipt, program]),
  };
}
