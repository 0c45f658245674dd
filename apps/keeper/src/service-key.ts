/** The key that signs leases and erasure receipts. It opens nothing, and so is there while sealed. */
import { revealSecret, Secret } from '@understudy/base';
import { exportSigningKey, generateSigningKey, importSigningKey } from '@understudy/consent';
import type { SigningKey } from '@understudy/consent';
import { readFile } from 'node:fs/promises';
import { writeDurably } from './store/durable.ts';

export async function createServiceKey(path: string): Promise<SigningKey> {
  const key = await generateSigningKey();
  // Written with mode 0600 into the keeper's own home, which is its only place.
  const text = revealSecret(await exportSigningKey(key));
  await writeDurably(path, new TextEncoder().encode(text));
  return key;
}

export async function readServiceKey(path: string): Promise<SigningKey> {
  return importSigningKey(new Secret(await readFile(path, 'utf8')));
}
