/** Everything of the outside that the vault's handlers may touch. */
import type { Clock, Random } from '@understudy/base';
import type { PasskeyVerifier } from '@understudy/consent';
import type { KeeperClient } from '@understudy/courier';
import type { VaultHealth } from '@understudy/protocol';
import type { Kysely } from 'kysely';
import type { BlobStore } from './blobs/store.ts';
import type { Database } from './database/schema.ts';
import type { IdentityProvider } from './identity/oidc.ts';
import type { ReadManifest } from './manifest-reader.ts';
import type { Trust } from './trust.ts';

export interface VaultWorld {
  readonly db: Kysely<Database>;
  readonly blobs: BlobStore;
  readonly trust: Trust;
  readonly keeper: KeeperClient;
  readonly clock: Clock;
  readonly random: Random;
  /** null: people sign requests with keys only. */
  readonly identity: IdentityProvider | null;
  readonly health: VaultHealth;
  readonly readManifest: ReadManifest;
  /** Checks a passkey approval at the door; the keeper checks it for itself before it opens anything. */
  readonly verifyPasskey: PasskeyVerifier;
  /** Tells the relay that there is something to hand on. */
  wakeRelay(): void;
  /** Resolves when the keeper has acknowledged what it can now. */
  settleRelay(): Promise<void>;
}

export function nowIso(world: Pick<VaultWorld, 'clock'>): string {
  return new Date(world.clock.nowMs()).toISOString();
}
