/** A passkey in software (WebAuthn level 3, ES256, attestation "none"): what a browser would send. */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';

export interface SoftPasskey {
  readonly credentialId: string;
  /** `RegistrationResponseJSON`. */
  register(challenge: string): Record<string, unknown>;
  assert(
    challenge: Uint8Array,
    change?: { readonly origin?: string; readonly userVerified?: boolean },
  ): {
    readonly credentialId: string;
    readonly authenticatorData: string;
    readonly clientDataJson: string;
    readonly signature: string;
  };
}

const origin = 'http://localhost:7410';
const flagUserPresent = 0x01;
const flagUserVerified = 0x04;
const flagAttested = 0x40;

export function createSoftPasskey(rpId = 'localhost'): SoftPasskey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  const credentialId = id.toString('base64url');
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const toClientData = (type: string, challenge: string, from: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }));
  const toAuthData = (flags: number, rest: Buffer): Buffer => {
    const rpIdHash = createHash('sha256').update(rpId).digest();
    return Buffer.concat([rpIdHash, Buffer.of(flags), Buffer.alloc(4), rest]);
  };
  return {
    credentialId,
    register: (challenge) => {
      // COSE_Key of ES256 (RFC 9053 §2.1): {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
      const key = Buffer.concat([
        Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20),
        Buffer.from(x, 'base64url'),
        Buffer.of(0x22, 0x58, 0x20),
        Buffer.from(y, 'base64url'),
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, key]);
      const authData = toAuthData(flagUserPresent | flagUserVerified | flagAttested, attested);
      // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}.
      const attestationObject = Buffer.concat([
        Buffer.of(0xa3, 0x63),
        Buffer.from('fmt'),
        Buffer.of(0x64),
        Buffer.from('none'),
        Buffer.of(0x67),
        Buffer.from('attStmt'),
        Buffer.of(0xa0, 0x68),
        Buffer.from('authData'),
        Buffer.of(0x58, authData.length),
        authData,
      ]);
      return {
        id: credentialId,
        rawId: credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: toClientData('webauthn.create', challenge, origin).toString('base64url'),
          attestationObject: attestationObject.toString('base64url'),
        },
      };
    },
    assert: (challenge, change = {}) => {
      const text = Buffer.from(challenge).toString('base64url');
      const clientData = toClientData('webauthn.get', text, change.origin ?? origin);
      const verified = change.userVerified === false ? 0 : flagUserVerified;
      const authData = toAuthData(flagUserPresent | verified, Buffer.alloc(0));
      const signer = createSign('sha256');
      signer.update(authData).update(createHash('sha256').update(clientData).digest());
      return {
        credentialId,
        authenticatorData: authData.toString('base64url'),
        clientDataJson: clientData.toString('base64url'),
        signature: signer.sign(privateKey).toString('base64url'),
      };
    },
  };
}
