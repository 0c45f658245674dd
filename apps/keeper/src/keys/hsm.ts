/**
 * An AES-256 key inside a PKCS#11 token ⇄ wrapped root key (CKM_AES_GCM).
 * The wrapping key is created in the token, sensitive and not extractable;
 * `pkcs11js` is optional and loaded only where a keeper is configured for it.
 */
import { existsSync } from 'node:fs';
import { jsonToCanonicalBytes, revealSecret, Secret } from '@understudy/base';
import type { Random } from '@understudy/base';
import { KeeperError } from '../error.ts';
import type { WrapContext } from './wrap.ts';

/** Which library, which token by its label, which key in it by its label. */
export interface HsmPlace {
  readonly module: string;
  readonly token: string;
  readonly key: string;
}

/** The part of `pkcs11js` that is used: its own types are there only where it is installed. */
interface Pkcs11 {
  load(path: string): void;
  close(): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(tokenPresent: boolean): Buffer[];
  C_GetTokenInfo(slot: Buffer): { readonly label: string };
  C_OpenSession(slot: Buffer, flags: number): Buffer;
  C_CloseSession(session: Buffer): void;
  C_Login(session: Buffer, user: number, pin: string): void;
  C_Logout(session: Buffer): void;
  C_FindObjectsInit(session: Buffer, template: Template): void;
  C_FindObjects(session: Buffer): Buffer | null;
  C_FindObjectsFinal(session: Buffer): void;
  C_GenerateKey(session: Buffer, mechanism: object, template: Template): Buffer;
  C_EncryptInit(session: Buffer, mechanism: object, key: Buffer): void;
  C_Encrypt(session: Buffer, plain: Buffer, out: Buffer): Buffer;
  C_DecryptInit(session: Buffer, mechanism: object, key: Buffer): void;
  C_Decrypt(session: Buffer, sealed: Buffer, out: Buffer): Buffer;
}

type Template = readonly { readonly type: number; readonly value: number | string | boolean }[];

/** Names and numbers of PKCS #11 v2.40. */
const names = {
  CKF_SERIAL_SESSION: 4,
  CKF_RW_SESSION: 2,
  CKA_CLASS: 0,
  CKA_TOKEN: 1,
  CKA_PRIVATE: 2,
  CKA_LABEL: 3,
  CKA_KEY_TYPE: 0x100,
  CKA_SENSITIVE: 0x103,
  CKA_ENCRYPT: 0x104,
  CKA_DECRYPT: 0x105,
  CKA_VALUE_LEN: 0x161,
  CKA_EXTRACTABLE: 0x162,
  CKO_SECRET_KEY: 4,
  CKK_AES: 0x1f,
  CKM_AES_KEY_GEN: 0x1080,
  CKM_AES_GCM: 0x1087,
  CKU_USER: 1,
  /** pkcs11js's own tag for the parameters of GCM as PKCS #11 v2.40 has them. */
  CK_PARAMS_AES_GCM: 7,
} as const;

export interface Hsm {
  /** @throws KeeperError conflict where the token holds a key of that label already. */
  createKey(): void;
  wrap(plain: Secret<Uint8Array>, context: WrapContext, random: Random): string;
  unwrap(wrapped: string, context: WrapContext): Secret<Uint8Array>;
  close(): void;
}

const nonceBytes = 12;
const tagBits = 128;

/** Logs in to the token. @throws KeeperError hsm */
export async function openHsm(place: HsmPlace, pin: Secret<string>): Promise<Hsm> {
  if (!existsSync(place.module)) {
    throw hsmError(`There is no PKCS#11 module at ${place.module}.`, 'Give the path of its .so.');
  }
  const module = await loadBinding();
  try {
    module.load(place.module);
    module.C_Initialize();
  } catch (cause) {
    throw hsmError('The PKCS#11 module does not start.', 'Check its configuration.', cause);
  }
  const session = openSession(module, place, pin);
  const keyTemplate: Template = [
    { type: names.CKA_CLASS, value: names.CKO_SECRET_KEY },
    { type: names.CKA_KEY_TYPE, value: names.CKK_AES },
    { type: names.CKA_LABEL, value: place.key },
  ];
  const findKey = (): Buffer | null => {
    module.C_FindObjectsInit(session, keyTemplate);
    try {
      return module.C_FindObjects(session);
    } finally {
      module.C_FindObjectsFinal(session);
    }
  };
  const gcm = (nonce: Uint8Array, context: WrapContext) => ({
    mechanism: names.CKM_AES_GCM,
    parameter: {
      type: names.CK_PARAMS_AES_GCM,
      iv: Buffer.from(nonce),
      ivBits: nonceBytes * 8,
      aad: Buffer.from(jsonToCanonicalBytes(context)),
      tagBits,
    },
  });
  const keyOrThrow = (): Buffer => {
    const key = findKey();
    if (key === null) throw hsmError('The token holds no such key.', 'Check its label.');
    return key;
  };

  return {
    createKey: () => {
      if (findKey() !== null) {
        throw new KeeperError({
          code: 'conflict',
          message: `The token holds a key named ${place.key} already.`,
          remedy: 'Choose another label, or destroy that key first.',
        });
      }
      module.C_GenerateKey(session, { mechanism: names.CKM_AES_KEY_GEN }, [
        ...keyTemplate,
        { type: names.CKA_VALUE_LEN, value: 32 },
        { type: names.CKA_TOKEN, value: true },
        { type: names.CKA_PRIVATE, value: true },
        { type: names.CKA_SENSITIVE, value: true },
        { type: names.CKA_EXTRACTABLE, value: false },
        { type: names.CKA_ENCRYPT, value: true },
        { type: names.CKA_DECRYPT, value: true },
      ]);
    },
    wrap: (plain, context, random) => {
      const nonce = random.bytes(nonceBytes);
      module.C_EncryptInit(session, gcm(nonce, context), keyOrThrow());
      const bytes = Buffer.from(revealSecret(plain));
      const sealed = module.C_Encrypt(session, bytes, Buffer.alloc(bytes.length + tagBits / 8));
      bytes.fill(0);
      return Buffer.concat([nonce, sealed]).toString('base64url');
    },
    unwrap: (wrapped, context) => {
      const bytes = Buffer.from(wrapped, 'base64url');
      module.C_DecryptInit(session, gcm(bytes.subarray(0, nonceBytes), context), keyOrThrow());
      const body = bytes.subarray(nonceBytes);
      try {
        return new Secret<Uint8Array>(module.C_Decrypt(session, body, Buffer.alloc(body.length)));
      } catch (cause) {
        throw new KeeperError({
          code: 'wrongKey',
          message: 'The wrapped root does not open with the key in the token.',
          remedy: 'Use the token that the keeper was set up with.',
          cause,
        });
      }
    },
    close: () => {
      module.C_Logout(session);
      module.C_CloseSession(session);
      module.C_Finalize();
      module.close();
    },
  };
}

async function loadBinding(): Promise<Pkcs11> {
  try {
    // Optional, and so not to be resolved by the compiler.
    const name: string = 'pkcs11js';
    const binding = (await import(name)) as { readonly PKCS11: new () => Pkcs11 };
    return new binding.PKCS11();
  } catch (cause) {
    throw hsmError('The PKCS#11 binding is not installed here.', 'Install `pkcs11js`.', cause);
  }
}

function openSession(module: Pkcs11, place: HsmPlace, pin: Secret<string>): Buffer {
  const abandon = (): void => {
    module.C_Finalize();
    module.close();
  };
  const slot = module
    .C_GetSlotList(true)
    .find((candidate) => module.C_GetTokenInfo(candidate).label.trim() === place.token);
  if (slot === undefined) {
    abandon();
    throw hsmError(`There is no token named ${place.token}.`, 'Insert it, or check its label.');
  }
  try {
    const session = module.C_OpenSession(slot, names.CKF_SERIAL_SESSION | names.CKF_RW_SESSION);
    module.C_Login(session, names.CKU_USER, revealSecret(pin));
    return session;
  } catch (cause) {
    abandon();
    throw hsmError('The token does not accept that PIN.', 'Check the PIN.', cause);
  }
}

function hsmError(message: string, remedy: string, cause?: unknown): KeeperError {
  return new KeeperError({
    code: 'hsm',
    message,
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
}
