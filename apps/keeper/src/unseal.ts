/**
 * Proofs → the root key → an open keyring. Shares are collected until enough
 * are there, for ten minutes at most; a wrong proof tells nothing but "wrong".
 */
import { createHash } from 'node:crypto';
import { Secret } from '@understudy/base';
import type { Clock } from '@understudy/base';
import { KeeperError, lockedError } from './error.ts';
import { openRoot, type RootProtector, type UnsealProof } from './keys/root.ts';
import { wipe } from './keys/wrap.ts';

/** As the contract's `unseal` body. */
type UnsealBody =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'share'; readonly share: string }
  | { readonly kind: 'pin'; readonly pin: string };

export interface Unsealer {
  /** How many shares are still missing: 0 where it is open now. */
  unseal(body: UnsealBody): Promise<number>;
}

const shareWaitMs = 600_000;
/** After so many wrong proofs, one a minute. */
const freeTries = 5;
const retryMs = 60_000;

/** What is opened with the root, and whether it may be. */
export interface UnsealTarget {
  readonly clock: Clock;
  isLocked(): boolean;
  /** Takes the root, and keeps it where it succeeds. */
  open(root: Secret<Uint8Array>): Promise<void>;
}

export function createUnsealer(target: UnsealTarget, protector: RootProtector): Unsealer {
  let shares: {
    readonly share: Secret<Uint8Array>;
    readonly sha256: string;
    readonly atMs: number;
  }[] = [];
  const tries = createTries(target.clock);

  // One at a time: proofs that are tried together would be counted too late.
  let opening: Promise<unknown> = Promise.resolve();
  const open = (proof: UnsealProof): Promise<void> => {
    const opened = opening.then(() => tryToOpen(proof));
    opening = opened.catch(() => undefined);
    return opened;
  };
  const tryToOpen = async (proof: UnsealProof): Promise<void> => {
    if (target.isLocked()) throw lockedError();
    tries.require();
    let root: Secret<Uint8Array>;
    try {
      root = await openRoot(protector, proof);
    } catch (error) {
      tries.failed();
      throw error;
    }
    try {
      await target.open(root);
    } catch (error) {
      wipe(root);
      throw error;
    }
  };

  return {
    unseal: async (body) => {
      switch (body.kind) {
        case 'passphrase':
          await open({ kind: 'passphrase', passphrase: new Secret(body.passphrase) });
          return 0;
        case 'pin':
          await open({ kind: 'pin', pin: new Secret(body.pin) });
          return 0;
        case 'share': {
          if (target.isLocked()) throw lockedError();
          if (protector.kind !== 'shares') {
            throw new KeeperError({
              code: 'badRequest',
              message: 'This keeper is not unsealed with shares.',
              remedy: 'Use its passphrase or the PIN of its HSM.',
            });
          }
          const nowMs = target.clock.nowMs();
          const bytes = new Uint8Array(Buffer.from(body.share, 'base64url'));
          // The same share twice counts once; compared by hash, so that it is held once.
          const sha256 = createHash('sha256').update(bytes).digest('hex');
          const others = shares.filter(
            (held) => held.sha256 !== sha256 && nowMs - held.atMs < shareWaitMs,
          );
          shares = [...others, { share: new Secret(bytes), sha256, atMs: nowMs }];
          const missing = protector.threshold - shares.length;
          if (missing > 0) return missing;
          const given = shares.map(({ share }) => share);
          shares = [];
          try {
            await open({ kind: 'shares', shares: given });
          } finally {
            for (const one of given) wipe(one);
          }
          return 0;
        }
      }
    },
  };
}

function createTries(clock: Clock): { require(): void; failed(): void } {
  let wrong = 0;
  let lastNs = 0n;
  return {
    require: () => {
      if (wrong < freeTries) return;
      if (clock.monotonicNs() - lastNs > BigInt(retryMs) * 1_000_000n) return;
      throw new KeeperError({
        code: 'wrongState',
        message: 'Too many wrong proofs were given.',
        remedy: 'Wait a minute, then try again.',
      });
    },
    failed: () => {
      wrong += 1;
      lastNs = clock.monotonicNs();
    },
  };
}
