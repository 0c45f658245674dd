/**
 * How keys lie on this device: in files that only the contributor reads (0600).
 * A browser keeps them behind keys of its own that nobody can export (keys.browser.ts).
 */
import { revealSecret, Secret } from '@understudy/base';
import {
  exportSigningKey,
  generateSigningKey,
  importSigningKey,
  type SigningKey,
} from '@understudy/consent';

/** A new key of the device, and what the home's file holds to find it again. */
export async function createDeviceKey(): Promise<{ key: SigningKey; stored: unknown }> {
  const key = await generateSigningKey();
  // Leaves its Secret for the file that only the contributor reads.
  return { key, stored: JSON.parse(revealSecret(await exportSigningKey(key))) };
}

/** @throws where `stored` names no key of this device */
export function openDeviceKey(stored: unknown): Promise<SigningKey> {
  return importSigningKey(new Secret(JSON.stringify(stored)));
}

/** The form in which the file at `path` holds the secret. */
export async function storeSecret(_path: string, secret: Secret<string>): Promise<string> {
  // Leaves its Secret for the file that only the contributor reads.
  return revealSecret(secret);
}

export async function openSecret(_path: string, stored: string): Promise<Secret<string>> {
  return new Secret<string>(stored);
}

/** What opens the secret of the file at `path` is gone; here that is the file itself. */
export async function destroySecret(_path: string): Promise<void> {}
