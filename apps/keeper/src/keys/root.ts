/**
 * The root key: 32 random bytes that wrap the daily epoch roots. At rest it
 * exists only wrapped by one protector: a passphrase (scrypt, RFC 7914), a
 * 2-of-3 Shamir split among stewards, or an AES key inside an HSM (PKCS#11).
 */
import { scrypt } from 'node:crypto';
import { revealSecret, Secret } from '@understudy/base';
import type { Random } from '@understudy/base';
import { combine, split } from 'shamir-secret-sharing';
import { z } from 'zod';
import { KeeperError } from '../error.ts';
import { openHsm, type HsmPlace } from './hsm.ts';
import { unwrapBytes, wipe, wrapBytes } from './wrap.ts';

const keyBytes = 32;
const context = { use: 'root' } as const;
/** 128 MiB and about 0.4 s: RFC 7914 §2 for file encryption, one step up. */
const scryptCost = { N: 2 ** 17, r: 8, p: 1 } as const;

export const rootProtectorSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('passphrase'),
    salt: z.string(),
    cost: z.object({
      N: z
        .number()
        .int()
        .min(2)
        .max(2 ** 20),
      r: z.number().int().min(1).max(32),
      p: z.number().int().min(1).max(16),
    }),
    wrapped: z.string(),
  }),
  z.object({
    kind: z.literal('shares'),
    threshold: z.number().int().min(2),
    shares: z.number().int().min(2),
    wrapped: z.string(),
  }),
  z.object({
    kind: z.literal('hsm'),
    module: z.string(),
    token: z.string(),
    key: z.string(),
    wrapped: z.string(),
  }),
]);
export type RootProtector = z.infer<typeof rootProtectorSchema>;

/** What `unseal` brings. Shares are collected until the threshold is reached. */
export type UnsealProof =
  | { readonly kind: 'passphrase'; readonly passphrase: Secret<string> }
  | { readonly kind: 'shares'; readonly shares: readonly Secret<Uint8Array>[] }
  | { readonly kind: 'pin'; readonly pin: Secret<string> };

export type ProtectorChoice =
  | { readonly kind: 'passphrase'; readonly passphrase: Secret<string>; readonly cost?: number }
  | { readonly kind: 'shares'; readonly shares: number; readonly threshold: number }
  | { readonly kind: 'hsm'; readonly place: HsmPlace; readonly pin: Secret<string> };

export interface CreatedRoot {
  readonly protector: RootProtector;
  /** For what is set up with it at once; the caller wipes it. */
  readonly root: Secret<Uint8Array>;
  /** Given out once, one to each steward, and kept nowhere. */
  readonly shares: readonly Secret<Uint8Array>[];
}

/** A new root key, at once wrapped. `cost` (log2 of scrypt's N) may be lowered in tests only. */
export async function createRoot(choice: ProtectorChoice, random: Random): Promise<CreatedRoot> {
  const root = new Secret(random.bytes(keyBytes));
  return { root, ...(await protectRoot(root, choice, random)) };
}

async function protectRoot(
  root: Secret<Uint8Array>,
  choice: ProtectorChoice,
  random: Random,
): Promise<Pick<CreatedRoot, 'protector' | 'shares'>> {
  switch (choice.kind) {
    case 'passphrase': {
      const cost = {
        ...scryptCost,
        N: choice.cost === undefined ? scryptCost.N : 2 ** choice.cost,
      };
      const salt = Buffer.from(random.bytes(16)).toString('base64url');
      const key = await passphraseToKey(choice.passphrase, salt, cost);
      const wrapped = wrapBytes(root, key, context, random);
      wipe(key);
      return { protector: { kind: 'passphrase', salt, cost, wrapped }, shares: [] };
    }
    case 'shares': {
      const key = new Secret(random.bytes(keyBytes));
      const wrapped = wrapBytes(root, key, context, random);
      // The library's coefficients come from the platform's CSPRNG.
      const parts = await split(revealSecret(key), choice.shares, choice.threshold);
      wipe(key);
      return {
        protector: {
          kind: 'shares',
          threshold: choice.threshold,
          shares: choice.shares,
          wrapped,
        },
        shares: parts.map((part) => new Secret(part)),
      };
    }
    case 'hsm': {
      const hsm = await openHsm(choice.place, choice.pin);
      try {
        hsm.createKey();
        const wrapped = hsm.wrap(root, context, random);
        return { protector: { kind: 'hsm', ...choice.place, wrapped }, shares: [] };
      } finally {
        hsm.close();
      }
    }
  }
}

/** @throws KeeperError wrongKey, hsm, badRequest (a proof of another kind). */
export async function openRoot(
  protector: RootProtector,
  proof: UnsealProof,
): Promise<Secret<Uint8Array>> {
  switch (protector.kind) {
    case 'passphrase': {
      if (proof.kind !== 'passphrase') throw wrongProof('its passphrase');
      const key = await passphraseToKey(proof.passphrase, protector.salt, protector.cost);
      try {
        return unwrapBytes(protector.wrapped, key, context);
      } finally {
        wipe(key);
      }
    }
    case 'shares': {
      if (proof.kind !== 'shares') throw wrongProof('shares of its stewards');
      const key = await sharesToKey(proof.shares);
      try {
        return unwrapBytes(protector.wrapped, key, context);
      } finally {
        wipe(key);
      }
    }
    case 'hsm': {
      if (proof.kind !== 'pin') throw wrongProof('the PIN of its HSM');
      const hsm = await openHsm(protector, proof.pin);
      try {
        return hsm.unwrap(protector.wrapped, context);
      } finally {
        hsm.close();
      }
    }
  }
}

async function sharesToKey(shares: readonly Secret<Uint8Array>[]): Promise<Secret<Uint8Array>> {
  try {
    const key = await combine(shares.map((share) => revealSecret(share)));
    if (key.length === keyBytes) return new Secret(key);
  } catch {
    // Falls through: the library's message may tell about the share.
  }
  throw new KeeperError({
    code: 'wrongKey',
    message: 'The shares do not fit together.',
    remedy: 'Give shares of this keeper, each of another steward.',
  });
}

function passphraseToKey(
  passphrase: Secret<string>,
  salt: string,
  cost: { readonly N: number; readonly r: number; readonly p: number },
): Promise<Secret<Uint8Array>> {
  const { promise, resolve, reject } = Promise.withResolvers<Secret<Uint8Array>>();
  const options = { ...cost, maxmem: 256 * cost.N * cost.r };
  const text = revealSecret(passphrase).normalize('NFKC');
  scrypt(text, Buffer.from(salt, 'base64url'), keyBytes, options, (error, key) => {
    if (error === null) resolve(new Secret<Uint8Array>(key));
    else reject(error);
  });
  return promise;
}

function wrongProof(needed: string): KeeperError {
  return new KeeperError({
    code: 'badRequest',
    message: `This keeper is unsealed with ${needed}.`,
    remedy: `Run \`understudy keeper unseal\` with ${needed}.`,
  });
}
