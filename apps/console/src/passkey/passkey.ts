/**
 * A steward's statement → the steward's passkey over it. The challenge is the
 * SHA-256 of the statement's canonical JSON, so the assertion is of this very
 * statement (spec/protocol.md, passkeys).
 */
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { jsonToCanonicalBytes, type JsonValue, type StewardId } from '@understudy/base';
import type { KeeperClient } from '@understudy/courier';

export interface PasskeySignature {
  readonly credentialId: string;
  readonly authenticatorData: string;
  readonly clientDataJson: string;
  readonly signature: string;
}

/** SHA-256 of the statement's RFC 8785 form: the challenge that a passkey signs. */
export async function statementToDigest(statement: JsonValue): Promise<Uint8Array> {
  const bytes = new Uint8Array(jsonToCanonicalBytes(statement));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Asks the person for their passkey over `digest`. @throws Error where they refuse or have none */
export async function signWithPasskey(
  digest: Uint8Array,
  allowed: { readonly rpId: string; readonly credentialIds: readonly string[] },
): Promise<PasskeySignature> {
  const { id, response } = await startAuthentication({
    optionsJSON: {
      challenge: bytesToBase64url(digest),
      rpId: allowed.rpId,
      userVerification: 'required',
      allowCredentials: allowed.credentialIds.map((credential) => ({
        id: credential,
        type: 'public-key',
      })),
    },
  });
  return {
    credentialId: id,
    authenticatorData: response.authenticatorData,
    clientDataJson: response.clientDataJSON,
    signature: response.signature,
  };
}

/** Makes a passkey on this device and registers it at the keeper under the invite. */
export async function registerPasskey(keeper: KeeperClient, invite: string): Promise<StewardId> {
  const { options } = await keeper.passkeyOptions({ body: { invite } });
  const made = await startRegistration({
    // The keeper makes these with @simplewebauthn/server, whose type this is.
    optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
  });
  const { steward } = await keeper.addPasskey({
    body: { invite, response: JSON.parse(JSON.stringify(made)) },
  });
  return steward;
}

function bytesToBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
