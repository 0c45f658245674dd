/** The root key → the keyring, once it is certain that trust, settings and passkeys were set up under it. */
import type { Clock, Random, Secret } from '@understudy/base';
import { openKeyring, type Keyring } from './keys/keyring.ts';
import { createTagger } from './keys/tag.ts';
import { requireOwnSettings } from './settings-tag.ts';
import { requireOwnPasskeys, type Passkeys } from './steward/passkeys.ts';
import type { Places } from './store/places.ts';

/** @throws KeeperError damaged where somebody changed them at rest. */
export async function openOwnKeyring(
  parts: {
    readonly places: Places;
    readonly clock: Clock;
    readonly random: Random;
    readonly passkeys: Passkeys;
  },
  root: Secret<Uint8Array>,
): Promise<Keyring> {
  const { places, clock, random, passkeys } = parts;
  const tagger = createTagger(root);
  await requireOwnSettings(places, tagger);
  requireOwnPasskeys(passkeys, tagger);
  return openKeyring({ keysFolder: places.keys, rootsFolder: places.roots }, root, clock, random);
}
