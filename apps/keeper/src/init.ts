/** Sets a keeper up in an empty home: root protector, service keys, trust, and an empty log's key. */
import { revealSecret, type Random } from '@understudy/base';
import type { Secret } from '@understudy/base';
import { createNoteSigner, ed25519KeyType, generateNoteKey } from '@understudy/tlog';
import type { PublicJwk } from '@understudy/consent';
import { KeeperError } from './error.ts';
import { configSchema } from './config.ts';
import { createRoot, type ProtectorChoice } from './keys/root.ts';
import { createTagger } from './keys/tag.ts';
import { wipe } from './keys/wrap.ts';
import { createServiceKey } from './service-key.ts';
import { tagSettings } from './settings-tag.ts';
import { readJson, writeDurably, writeJsonDurably } from './store/durable.ts';
import { placesOf } from './store/places.ts';
import { trustSchema, type RelyingParty, type Trust } from './trust.ts';

/** The console on this machine. */
const developmentParty: RelyingParty = {
  id: 'localhost',
  origins: ['http://localhost:7410', 'http://localhost:7411'],
};

export interface InitOptions {
  readonly home: string;
  readonly protector: ProtectorChoice;
  readonly trust: Pick<Trust, 'stewards' | 'operators'> & Partial<Trust>;
  readonly origin: string;
  readonly retentionDays: number;
}

export interface InitializedKeeper {
  /** The log's verifier key: public, for devices, vault and witnesses. */
  readonly logKey: string;
  readonly keys: readonly PublicJwk[];
  /** One for each steward, shown once and kept nowhere. */
  readonly shares: readonly Secret<Uint8Array>[];
}

/** @throws KeeperError conflict where a keeper is there already */
export async function initKeeper(options: InitOptions, random: Random): Promise<InitializedKeeper> {
  const places = placesOf(options.home);
  if ((await readJson(places.config, configSchema)) !== null) {
    throw new KeeperError({
      code: 'conflict',
      message: `There is a keeper at ${options.home} already.`,
      remedy: 'Choose another --home; setting it up anew would make its data unreadable.',
    });
  }
  const { root, protector, shares } = await createRoot(options.protector, random);
  const serviceKey = await createServiceKey(places.serviceKey);
  const logKey = generateNoteKey(options.origin, ed25519KeyType, random);
  // Written with mode 0600 into the keeper's own home, which is its only place.
  await writeDurably(places.logKey, new TextEncoder().encode(`${revealSecret(logKey)}\n`));
  const trust = trustSchema.parse({
    witnesses: [],
    relyingParty: developmentParty,
    ...options.trust,
  });
  await writeJsonDurably(places.trust, JSON.parse(JSON.stringify(trust)));
  const { origin, retentionDays } = options;
  await writeJsonDurably(places.config, { version: 1, origin, retentionDays, protector });
  await tagSettings(places, createTagger(root));
  wipe(root);
  return {
    logKey: createNoteSigner(logKey).verifier.text,
    keys: [serviceKey.publicJwk],
    shares,
  };
}
