/** A steward's agreement to resume: a passkey's assertion over epoch and report. */
import type { StewardId } from '@understudy/base';
import type { OrderProof } from '@understudy/protocol';
import { signWithPasskey, statementToDigest } from '../passkey/passkey.ts';
import type { ReportClaims } from './hand-over.ts';
import { keeper } from './keeper.ts';

/** @throws Error where the person refuses, or has no passkey here */
export async function agreeToResume(
  steward: StewardId,
  epoch: number,
  report: ReportClaims,
): Promise<OrderProof> {
  const order = {
    kind: 'resume',
    steward,
    epoch,
    reportSha256: bytesToHex(await statementToDigest(report)),
    orderedAt: new Date().toISOString(),
  } as const;
  const allowed = await keeper.passkeys({ params: { steward } });
  const signature = await signWithPasskey(await statementToDigest(order), allowed);
  return { kind: 'passkey', order, ...signature };
}

function bytesToHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
