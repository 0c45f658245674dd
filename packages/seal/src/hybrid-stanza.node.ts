/**
 * File key ↔ the stanza `mlkem768x25519` of an age file, natively: the JavaScript of
 * `age-encryption` takes 5 ms of CPU for it, as long as sealing 2 MiB. The same shape as
 * `hybrid-stanza.browser.ts`.
 *
 * ML-KEM-768 and X25519 are joined as X-Wing has it (draft-connolly-cfrg-xwing-kem-06 §5); their
 * secret keys one message of HPKE in base mode (RFC 9180 §5.1).
 */
import { base64nopad, bech32 } from '@scure/base';
import { Stanza, type Identity, type Recipient } from 'age-encryption';
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  decapsulate,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { decryptChunk, encryptChunk, tagBytes } from '#cipher';

const kind = 'mlkem768x25519';
const kemKeyBytes = 1184;
const kemTextBytes = 1088;
const kemSeedBytes = 64;
const curveKeyBytes = 32;
const fileKeyBytes = 16;

/** @param recipient `age1pq1…`, checked */
export function hybridRecipient(recipient: `age1pq1${string}`): Recipient {
  const key = bech32.fromWords(bech32.decode(recipient, false).words);
  const kemKey = importPublicKey('ml-kem-768', key.subarray(0, kemKeyBytes));
  const curveKey = key.subarray(kemKeyBytes);
  return {
    wrapFileKey: (fileKey) => {
      const { sharedKey, ciphertext } = encapsulate(kemKey);
      const ephemeral = generateKeyPairSync('x25519');
      const share = exportPublicKey(ephemeral.publicKey);
      const curveSecret = diffieHellman({
        privateKey: ephemeral.privateKey,
        publicKey: importPublicKey('x25519', curveKey),
      });
      const message = messageKey(joinSecrets(sharedKey, curveSecret, share, curveKey));
      const body = Buffer.concat(encryptChunk(message.key, message.nonce, fileKey));
      message.key.fill(0);
      return [new Stanza([kind, base64nopad.encode(Buffer.concat([ciphertext, share]))], body)];
    },
  };
}

/** @param identity `AGE-SECRET-KEY-PQ-1…`. @throws Error where it is none */
export function hybridIdentity(identity: `AGE-SECRET-KEY-PQ-1${string}`): Identity {
  const { prefix, bytes: seed } = bech32.decodeToBytes(identity);
  if (prefix.toUpperCase() !== 'AGE-SECRET-KEY-PQ-' || seed.length !== 32) {
    throw new TypeError('Not a hybrid identity.');
  }
  const seeds = createHash('shake256', { outputLength: kemSeedBytes + curveKeyBytes })
    .update(seed)
    .digest();
  seed.fill(0);
  const kemKey = importPrivateKey('ml-kem-768', 'raw-seed', seeds.subarray(0, kemSeedBytes));
  const curveKey = importPrivateKey('x25519', 'raw-private', seeds.subarray(kemSeedBytes));
  seeds.fill(0);
  const curvePublicKey = exportPublicKey(createPublicKey(curveKey));
  return {
    unwrapFileKey: (stanzas) => {
      for (const { args, body } of stanzas) {
        if (args[0] !== kind) continue;
        const text = base64nopad.decode(args[1] ?? '');
        if (
          args.length !== 2 ||
          text.length !== kemTextBytes + curveKeyBytes ||
          body.length !== fileKeyBytes + tagBytes
        ) {
          throw new TypeError(`A stanza ${kind} of a wrong shape.`);
        }
        const share = text.subarray(kemTextBytes);
        const kemSecret = decapsulate(kemKey, text.subarray(0, kemTextBytes));
        const curveSecret = diffieHellman({
          privateKey: curveKey,
          publicKey: importPublicKey('x25519', share),
        });
        const message = messageKey(joinSecrets(kemSecret, curveSecret, share, curvePublicKey));
        const fileKey = decryptChunk(message.key, message.nonce, body);
        message.key.fill(0);
        if (fileKey !== null) return fileKey;
      }
      return null;
    },
  };
}

/** X-Wing's combiner; the two secrets are wiped. */
function joinSecrets(
  kemSecret: Uint8Array,
  curveSecret: Uint8Array,
  share: Uint8Array,
  curveKey: Uint8Array,
): Uint8Array {
  const hash = createHash('sha3-256');
  for (const part of [kemSecret, curveSecret, share, curveKey]) hash.update(part);
  kemSecret.fill(0);
  curveSecret.fill(0);
  return hash.update('\\.//^\\').digest();
}

/** The KEM's number in HPKE, then HKDF-SHA-256 and ChaCha20-Poly1305. */
const suite = Buffer.concat([Buffer.from('HPKE'), Buffer.of(0x64, 0x7a, 0, 1, 0, 3)]);
const empty = new Uint8Array(0);
const labelledExtract = (salt: Uint8Array, label: string, secret: Uint8Array | string): Buffer =>
  createHmac('sha256', salt).update('HPKE-v1').update(suite).update(label).update(secret).digest();
/** Base mode; without a pre-shared key, and age's label as what HPKE calls `info`. */
const context = Buffer.concat([
  Buffer.of(0),
  labelledExtract(empty, 'psk_id_hash', empty),
  labelledExtract(empty, 'info_hash', `age-encryption.org/${kind}`),
]);

/** HPKE's key schedule; `shared` is wiped. */
function messageKey(shared: Uint8Array): { readonly key: Uint8Array; readonly nonce: Uint8Array } {
  const secret = labelledExtract(shared, 'secret', empty);
  shared.fill(0);
  /** One block of HKDF is enough for both. */
  const expand = (label: string, length: number): Uint8Array =>
    createHmac('sha256', secret)
      .update(Buffer.of(0, length))
      .update('HPKE-v1')
      .update(suite)
      .update(label)
      .update(context)
      .update(Buffer.of(1))
      .digest()
      .subarray(0, length);
  const result = { key: expand('key', 32), nonce: expand('base_nonce', 12) };
  secret.fill(0);
  return result;
}

type KeyKind = 'ml-kem-768' | 'x25519';

function importPublicKey(asymmetricKeyType: KeyKind, key: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(key), format: 'raw-public', asymmetricKeyType });
}

function importPrivateKey(
  asymmetricKeyType: KeyKind,
  format: 'raw-seed' | 'raw-private',
  key: Buffer,
): KeyObject {
  return createPrivateKey({ key, format, asymmetricKeyType });
}

function exportPublicKey(key: KeyObject): Uint8Array {
  return key.export({ format: 'raw-public' });
}
