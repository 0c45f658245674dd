/**
 * A steward's WebAuthn assertion over a grant's hash, verified in the keeper
 * against the passkeys of its own trust file: neither the console nor the
 * vault can approve in a steward's name.
 */
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { PasskeyVerifier } from '@understudy/consent';
import type { Trust } from '../trust.ts';

/** User verification (PIN, fingerprint) is required; the challenge is the grant's hash itself. */
export function createPasskeyVerifier(trust: Trust): PasskeyVerifier {
  return async (approval, challenge) => {
    const known = trust.passkeys.find(
      ({ steward, credentialId }) =>
        steward === approval.steward && credentialId === approval.credentialId,
    );
    if (known === undefined || trust.relyingParty === null) return false;
    try {
      const { verified } = await verifyAuthenticationResponse({
        response: {
          id: approval.credentialId,
          rawId: approval.credentialId,
          type: 'public-key',
          clientExtensionResults: {},
          response: {
            clientDataJSON: approval.clientDataJson,
            authenticatorData: approval.authenticatorData,
            signature: approval.signature,
          },
        },
        expectedChallenge: Buffer.from(challenge).toString('base64url'),
        expectedOrigin: [...trust.relyingParty.origins],
        expectedRPID: trust.relyingParty.id,
        requireUserVerification: true,
        credential: {
          id: known.credentialId,
          publicKey: new Uint8Array(Buffer.from(known.publicKey, 'base64url')),
          // The log shows each approval; a counter would have to be kept and gains nothing here.
          counter: 0,
        },
      });
      return verified;
    } catch {
      // Malformed, of another origin, or for another challenge: all the same "no".
      return false;
    }
  };
}
