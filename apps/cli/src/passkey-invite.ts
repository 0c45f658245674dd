/** A steward's key file → an invite, good for an hour, to register a passkey of theirs on the keeper's page. */
import { systemClock, systemRandom, type StewardId } from '@understudy/base';
import { signStatement } from '@understudy/consent';
import { readStewardKey } from './person-key.ts';

const inviteMs = 3_600_000;

/** @throws PersonKeyError badKeyFile, wrongRole */
export async function signPasskeyInvite(
  keyFile: string,
): Promise<{ readonly steward: StewardId; readonly invite: string }> {
  const { steward, key } = await readStewardKey(keyFile);
  const nonce = Buffer.from(systemRandom.bytes(16)).toString('base64url');
  const expiresAt = new Date(systemClock.nowMs() + inviteMs).toISOString();
  const order = { kind: 'invitePasskey', steward, nonce, expiresAt } as const;
  return { steward, invite: await signStatement('order', order, key) };
}
