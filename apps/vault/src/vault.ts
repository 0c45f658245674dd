/** The vault put together: one database, one blob store, one keeper, one service. */
import { createId, type Clock, type Random } from '@understudy/base';
import { createKeeperClient } from '@understudy/courier';
import {
  consentErrorToRefusal,
  createNonceMemory,
  createService,
  ProtocolError,
  vaultRoutes,
  type Service,
} from '@understudy/protocol';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bindBlobs, openBlobs } from './blobs/open.ts';
import { createCatalogueHandlers } from './catalogue.ts';
import { createConsoleHandlers } from './console.ts';
import { createConsentHandlers } from './consents.ts';
import { collisionToRefusal } from './database/collision.ts';
import { openDatabase } from './database/open.ts';
import type { DatabaseLock } from './database/postgres-lock.ts';
import { createDatasetHandlers } from './datasets.ts';
import { createDeviceHandlers, rowToJwk } from './devices.ts';
import { diskErrorToRefusal } from './disk-full.ts';
import { createErasureHandlers, recordErasure } from './erasures.ts';
import { courierErrorToRefusal, createGovernHandlers } from './governance.ts';
import { createGrantHandlers } from './grants.ts';
import { callerOfCookie } from './identity/browser-session.ts';
import { createIdentityProvider, type OidcOptions } from './identity/oidc.ts';
import { createSignInHandlers } from './identity/sign-in.ts';
import { challengeIs } from './identity/passkey.ts';
import { createManifestReader } from './manifest-reader.ts';
import { lockPlaces } from './place-lock.ts';
import { blobPlace, databasePlace, type VaultPlace } from './place.ts';
import { createProgramHandlers } from './programs.ts';
import { createRateLimit, type RateRules } from './rate-limit.ts';
import { createRelay } from './relay.ts';
import { createReleaseHandlers } from './releases.ts';
import { createSegmentHandlers } from './segments.ts';
import { createSessionHandlers } from './sessions.ts';
import { carryOutRetention } from './retention.ts';
import { removeOrphans } from './sweep.ts';
import { openTrust } from './trust.ts';
import type { VaultWorld } from './world.ts';

export interface VaultOptions extends VaultPlace {
  readonly keeperUrl: string;
  readonly mode: 'development' | 'production';
  readonly version: string;
  /** Sign-in for people at browsers; null: keys only. */
  readonly oidc: OidcOptions | null;
  readonly clock: Clock;
  readonly random: Random;
  /** Default: `defaultRates`. */
  readonly rates?: RateRules;
  /** Told of what went wrong inside; never with content. */
  readonly onRefusal?: (route: string, error: unknown) => void;
}

export interface Vault {
  readonly service: Service;
  readonly world: VaultWorld;
  /** What is due by the clock; also done by itself, at the start and every quarter of an hour. */
  maintain(): Promise<void>;
  /** Rejects when the vault must not go on: another may have its database. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

const maintainEveryMs = 15 * 60_000;

/** @throws VaultError inUse, badTrust, badDatabase, badBlobs */
export async function openVault(options: VaultOptions): Promise<Vault> {
  await mkdir(options.homeDir, { recursive: true, mode: 0o700 });
  const locks = await lockPlaces(options);
  try {
    return await openLocked(options, locks);
  } catch (error) {
    await locks.release();
    throw error;
  }
}

async function openLocked(options: VaultOptions, locks: DatabaseLock): Promise<Vault> {
  const { homeDir, clock, random } = options;
  const trust = await openTrust(join(homeDir, 'trust.json'));
  const blobs = await openBlobs(blobPlace(options));
  const db = await openDatabase(databasePlace(options));
  await bindBlobs(db, blobs, random).catch(async (error: unknown) => {
    await db.destroy();
    throw error;
  });
  // No repetition here: the relay and the vault's own callers have theirs.
  const backoff = { attempts: 1, firstWaitMs: 0, maxWaitMs: 0 };
  const keeper = createKeeperClient({ baseUrl: options.keeperUrl, clock, random, backoff });
  const relay = createRelay({
    db,
    keeper,
    retryMs: 2_000,
    onErased: (name, answer) => recordErasure({ db }, name, answer),
  });
  const world: VaultWorld = {
    db,
    blobs,
    trust,
    keeper,
    clock,
    random,
    health: {
      service: 'vault',
      version: options.version,
      mode: options.mode,
      instance: createId('lease', clock, random),
    },
    identity: options.oidc === null ? null : createIdentityProvider(options.oidc),
    readManifest: createManifestReader(),
    verifyPasskey: challengeIs,
    wakeRelay: () => {
      relay.wake();
    },
    settleRelay: () => relay.settle(),
  };
  const onError = (error: unknown): void => {
    options.onRefusal?.('maintain', error);
  };
  let maintaining: Promise<void> = Promise.resolve();
  const doMaintain = (): Promise<void> => {
    maintaining = maintaining.then(() => carryOutRetention(world, onError)).catch(onError);
    return maintaining;
  };
  await removeOrphans(world);
  // Not waited for: in a large vault it takes a while, and what is due no one can read any more.
  void doMaintain();
  relay.wake();
  const timer = setInterval(() => {
    void doMaintain();
  }, maintainEveryMs).unref();
  return {
    service: createVaultService(world, options),
    world,
    maintain: doMaintain,
    failed: locks.lost,
    stop: async () => {
      clearInterval(timer);
      await maintaining;
      await relay.stop();
      await db.destroy();
      await locks.release();
    },
  };
}

function createVaultService(world: VaultWorld, options: VaultOptions): Service {
  return createService({
    service: 'vault',
    contract: vaultRoutes,
    handlers: {
      ...createGovernHandlers(world),
      ...createProgramHandlers(world),
      ...createDeviceHandlers(world),
      ...createConsentHandlers(world),
      ...createSessionHandlers(world),
      ...createSegmentHandlers(world),
      ...createErasureHandlers(world),
      ...createGrantHandlers(world),
      ...createReleaseHandlers(world),
      ...createDatasetHandlers(world),
      ...createSignInHandlers(world),
      ...createConsoleHandlers(world),
      ...createCatalogueHandlers(world),
    },
    clock: world.clock,
    nonces: createNonceMemory(world.clock),
    keyOf: (kid) => ownerOfKey(world, kid),
    admit: createRateLimit(world.clock, options.rates),
    sessionOf: (request) => callerOfCookie(world, request),
    translate: (error) =>
      consentErrorToRefusal(error) ??
      courierErrorToRefusal(error) ??
      diskErrorToRefusal(error) ??
      collisionToRefusal(error),
    ...(options.onRefusal === undefined ? {} : { onRefusal: options.onRefusal }),
  });
}

async function ownerOfKey(world: VaultWorld, kid: string) {
  const person = await world.trust.personByKid(kid);
  if (person !== null) return person;
  const row = await world.db
    .selectFrom('devices')
    .selectAll()
    .where('kid', '=', kid)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.revokedAt !== null) {
    throw new ProtocolError({
      code: 'deviceRevoked',
      message: `The device ${row.device} was revoked.`,
      remedy: 'Use another of your devices, or enrol this one again with a new key.',
      details: { device: row.device },
    });
  }
  const { device, contributor } = row;
  return { publicJwk: rowToJwk(row), owner: { kind: 'device' as const, device, contributor } };
}
