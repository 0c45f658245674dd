/**
 * Whose rows to load before a statement can be verified: the contributor that
 * it claims to be from. Attacker-controlled, and good for nothing else: what
 * is loaded is then what the statement is verified against.
 */
import type { ContributorId } from '@understudy/base';
import { idSchema } from '@understudy/protocol';
import { z } from 'zod';
import { ProtocolError } from '@understudy/protocol';

const hintSchema = z.object({ contributor: idSchema('contributor') });

/** @throws ProtocolError badSignature where the payload names no contributor. */
export function claimedContributor(jws: string): ContributorId {
  try {
    const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8');
    return hintSchema.parse(JSON.parse(payload)).contributor;
  } catch {
    // Without the cause: a parser's message may repeat a part of the payload.
    throw new ProtocolError({
      code: 'badSignature',
      message: 'The signed statement names no contributor.',
      remedy: 'Send it as its signer issued it, unchanged.',
    });
  }
}
