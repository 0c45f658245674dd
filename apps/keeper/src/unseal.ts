/**
 * Proofs → the root key → an open keyring. Shares are collected until enough
 * are there, for ten minutes at most; a wrong proof tells nothing but "wrong".
 */
import { createHash } from 'node:crypto';
import { Secret } from '@understudy/base';
import type { Clock } from '@understudy/base';
import { timeNow, type Core } from './core.ts';
import { KeeperError, lockedError } from './error.ts';
import { reconcileErasures } from './contributor/erasure.ts';
import { openKeyring, type Keyring } from './keys/keyring.ts';
import { openRoot, type RootProtector, type UnsealProof } from './keys/root.ts';
import { createTagger } from './keys/tag.ts';
import { wipe } from './keys/wrap.ts';
import { requireOwnSettings } from './settings-tag.ts';
import { requireOwnPasskeys } from './steward/passkeys.ts';

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

export function createUnsealer(
  core: Core,
  protector: RootProtector,
  afterOpen: () => Promise<void>,
): Unsealer {
  let shares: {
    readonly share: Secret<Uint8Array>;
    readonly sha256: string;
    readonly atMs: number;
  }[] = [];
  const tries = createTries(core.clock);

  const open = async (proof: UnsealProof): Promise<void> => {
    if (core.lock.state().lock === 'locked') throw lockedError();
    tries.require();
    let root: Secret<Uint8Array>;
    try {
      root = await openRoot(protector, proof);
    } catch (error) {
      tries.failed();
      throw error;
    }
    try {
      // Before any key can be used: what the log says is erased must be gone.
      await reconcileErasures(core);
      const { epoch } = core.lock.state();
      await core.lock.unseal(() => openOwnKeyring(core, root), {
        v: 1,
        kind: 'unseal',
        at: timeNow(core.clock),
        epoch,
        build: core.build,
      });
    } catch (error) {
      wipe(root);
      throw error;
    }
    await afterOpen();
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
          if (core.lock.state().lock === 'locked') throw lockedError();
          if (protector.kind !== 'shares') {
            throw new KeeperError({
              code: 'badRequest',
              message: 'This keeper is not unsealed with shares.',
              remedy: 'Use its passphrase or the PIN of its HSM.',
            });
          }
          const nowMs = core.clock.nowMs();
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

/** @throws KeeperError damaged where somebody changed trust, settings or passkeys at rest. */
async function openOwnKeyring(core: Core, root: Secret<Uint8Array>): Promise<Keyring> {
  const { places, clock, random, passkeys } = core;
  const tagger = createTagger(root);
  await requireOwnSettings(places, tagger);
  requireOwnPasskeys(passkeys, tagger);
  return openKeyring({ keysFolder: places.keys, rootsFolder: places.roots }, root, clock, random);
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
