/**
 * Whom the keeper believes: public keys only, put there by those who set the
 * keeper up. Neither the vault nor the network can change it.
 */
import { isId } from '@understudy/base';
import type { StewardId } from '@understudy/base';
import { parsePublicJwk } from '@understudy/consent';
import type { KnownSteward, PublicJwk } from '@understudy/consent';
import { z } from 'zod';
import { KeeperError } from './error.ts';
import { readJson } from './store/durable.ts';

/** Where passkeys are used (WebAuthn): the relying party's id and the console's origins. */
export interface RelyingParty {
  readonly id: string;
  readonly origins: readonly string[];
}

export interface Trust {
  readonly stewards: readonly KnownSteward[];
  readonly operators: readonly PublicJwk[];
  readonly relyingParty: RelyingParty;
  /** Verifier keys of the witnesses, as C2SP signed-note writes them. */
  readonly witnesses: readonly string[];
}

const steward = z.custom<StewardId>((value) => isId('steward', value), 'not the id of a steward');
const publicJwk = z.unknown().transform((value) => parsePublicJwk(value));

export const trustSchema = z.object({
  stewards: z.array(z.object({ steward, publicJwk })).min(1),
  operators: z.array(publicJwk).default([]),
  relyingParty: z.object({ id: z.string().min(1), origins: z.array(z.string()).min(1) }),
  witnesses: z.array(z.string()).default([]),
});

/** @throws KeeperError damaged where the file is missing or not of that form. */
export async function readTrust(path: string): Promise<Trust> {
  const trust = await readJson(path, trustSchema);
  if (trust !== null) return trust;
  throw new KeeperError({
    code: 'damaged',
    message: `The keeper has no trust file at ${path}.`,
    remedy: 'Set the keeper up with `understudy keeper init`.',
  });
}
