/**
 * Whose key is whose. Each list comes from a place that the reader trusts
 * (enrolments that were verified, a deployment's own configuration), never
 * from the statement that is being checked.
 */
import type { ContributorId, DeviceId, StewardId } from '@understudy/base';
import { publicJwkToKid, type PublicJwk } from './key.ts';
import { refusal, type StatementKind } from './statement.ts';

export interface KnownSteward {
  readonly steward: StewardId;
  readonly publicJwk: PublicJwk;
}

/** What an enrolment made known: the device, whose it is, and its key. */
export interface KnownDevice {
  readonly contributor: ContributorId;
  readonly device: DeviceId;
  readonly publicJwk: PublicJwk;
}

/** @throws ConsentError signerMismatch unless one of `named` has the key that signed. */
export async function requireSigner(
  kind: StatementKind,
  named: readonly { readonly publicJwk: PublicJwk }[],
  kid: string,
): Promise<void> {
  for (const { publicJwk } of named) {
    if ((await publicJwkToKid(publicJwk)) === kid) return;
  }
  throw refusal(kind, 'signerMismatch', 'is signed by another key than that of the one it names.');
}
