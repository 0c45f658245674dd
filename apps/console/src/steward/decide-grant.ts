/** A steward's yes or no to a grant. A yes is a passkey's assertion over the grant itself. */
import type { StewardId } from '@understudy/base';
import { grantHash, verifyGrant } from '@understudy/consent';
import { signWithPasskey, statementToDigest } from '../passkey/passkey.ts';
import { strings } from '../strings/strings.ts';
import { vault, type GrantRow } from '../vault/vault.ts';

export async function approveGrant(row: GrantRow, steward: StewardId | null): Promise<GrantRow> {
  if (steward === null) throw new Error(strings.steward.grant.noSteward);
  // From the researcher's own signed request, so that a vault cannot put another grant under the signature.
  const grant = await verifyGrant(row.signed, Date.now());
  const allowed = await vault.call('passkeys', { params: { steward } });
  const signature = await signWithPasskey(grantHash(grant), allowed);
  return vault.call('approveGrant', {
    params: { grant: row.grant },
    body: {
      approval: {
        kind: 'passkey',
        steward,
        grant: row.grant,
        ...signature,
        approvedAt: new Date().toISOString(),
      },
    },
  });
}

/** A pending grant is denied in words; an approved one is revoked by a signed order, which the keeper obeys. */
export async function denyOrRevoke(
  row: GrantRow,
  steward: StewardId | null,
  reason: string,
): Promise<GrantRow> {
  const params = { grant: row.grant };
  if (row.state === 'pending') return vault.call('denyGrant', { params, body: { reason } });
  if (steward === null) throw new Error(strings.steward.grant.noSteward);
  const order = {
    kind: 'revokeGrant',
    steward,
    grant: row.grant,
    reason,
    orderedAt: new Date().toISOString(),
  } as const;
  const allowed = await vault.call('passkeys', { params: { steward } });
  const signature = await signWithPasskey(await statementToDigest(order), allowed);
  return vault.call('revokeGrant', {
    params,
    body: { order: { kind: 'passkey', order, ...signature } },
  });
}
