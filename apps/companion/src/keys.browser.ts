/**
 * How keys lie in a browser: the device's signing key is a WebCrypto key that
 * nobody can export, and each age identity is wrapped (AES-256-GCM) by another
 * one, so that a copy of the profile's files alone opens nothing by script.
 */
import { base64 } from '@scure/base';
import { revealSecret, Secret } from '@understudy/base';
import { keyPairToSigningKey, type SigningKey } from '@understudy/consent';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { z } from 'zod';

interface KeyStore extends DBSchema {
  device: { key: string; value: CryptoKeyPair };
  /** The wrapping key of the secret in the file of that path. */
  wrapping: { key: string; value: CryptoKey };
}

const ivBytes = 12;
const storedKey = z.object({ kid: z.string() });

function openKeys(): Promise<IDBPDatabase<KeyStore>> {
  return openDB<KeyStore>('understudy-keys', 1, {
    upgrade: (database) => {
      database.createObjectStore('device');
      database.createObjectStore('wrapping');
    },
  });
}

async function withKeys<Value>(
  work: (database: IDBPDatabase<KeyStore>) => Promise<Value>,
): Promise<Value> {
  const database = await openKeys();
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** A new key of the device, and what the home's file holds to find it again. */
export async function createDeviceKey(): Promise<{ key: SigningKey; stored: unknown }> {
  const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new TypeError('Ed25519 makes pairs of keys.');
  const key = await keyPairToSigningKey(pair);
  await withKeys((database) => database.put('device', pair, key.kid));
  return { key, stored: { kid: key.kid } };
}

/** @throws where `stored` names no key of this device */
export async function openDeviceKey(stored: unknown): Promise<SigningKey> {
  const { kid } = storedKey.parse(stored);
  const pair = await withKeys((database) => database.get('device', kid));
  if (pair === undefined) throw new TypeError('The key store of this browser has no such key.');
  return keyPairToSigningKey(pair);
}

/** The form in which the file at `path` holds the secret. */
export async function storeSecret(path: string, secret: Secret<string>): Promise<string> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  await withKeys((database) => database.put('wrapping', key, path));
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  // Leaves its Secret for the cipher.
  const plain = new TextEncoder().encode(revealSecret(secret));
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: nameOf(path) }, key, plain),
  );
  return base64.encode(new Uint8Array([...iv, ...sealed]));
}

/** @throws where the wrapping key is gone, or the file was changed */
export async function openSecret(path: string, stored: string): Promise<Secret<string>> {
  const key = await withKeys((database) => database.get('wrapping', path));
  if (key === undefined) throw new TypeError('The key that opens this file was destroyed.');
  const bytes = new Uint8Array(base64.decode(stored));
  const iv = bytes.subarray(0, ivBytes);
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv, additionalData: nameOf(path) },
    key,
    bytes.subarray(ivBytes),
  );
  return new Secret(new TextDecoder().decode(plain));
}

/** What opens the secret of the file at `path` is gone. */
export async function destroySecret(path: string): Promise<void> {
  await withKeys((database) => database.delete('wrapping', path));
}

function nameOf(path: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(path);
}
