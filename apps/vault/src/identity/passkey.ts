/**
 * A passkey's approval at the vault's door: whether it was given for this very
 * grant. Its signature only the keeper can check, which holds the passkeys'
 * public keys, and does before it opens anything.
 */
import type { PasskeyVerifier } from '@understudy/consent';
import { z } from 'zod';

const clientDataSchema = z.object({ type: z.literal('webauthn.get'), challenge: z.string() });

export const challengeIs: PasskeyVerifier = async ({ clientDataJson }, challenge) => {
  try {
    const text = Buffer.from(clientDataJson, 'base64url').toString('utf8');
    const given = clientDataSchema.parse(JSON.parse(text)).challenge;
    return given === Buffer.from(challenge).toString('base64url');
  } catch {
    return false;
  }
};
