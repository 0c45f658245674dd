/**
 * A deployment of its own for one probe: keeper and vault as they are built
 * here, listening on the loopback interface, over a home that is removed.
 * What it keeps in a bucket stands under a prefix of its own and goes with it;
 * a database that holds anything is refused.
 */
import { createId, revealSecret, systemClock, systemRandom } from '@understudy/base';
import { generateSigningKey, signOrder } from '@understudy/consent';
import { createKeeperClient } from '@understudy/courier';
import { initKeeper, listen as listenKeeper, openKeeper } from '@understudy/keeper';
import {
  addToTrust,
  listen as listenVault,
  openVault,
  valuesOfDatabase,
  type Vault,
  type VaultPlace,
} from '@understudy/vault';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Probers } from '../subject.ts';
import type { Places } from '../target.ts';
import type { Scratch } from './probe-result.ts';

export interface Throwaway {
  readonly places: Places;
  readonly probers: Probers;
  lockdown(): Promise<void>;
  stop(): Promise<void>;
}

export async function startThrowaway(scratch: Scratch = {}): Promise<Throwaway> {
  if (scratch.postgresUrl !== undefined) await requireEmpty(scratch.postgresUrl);
  const home = await mkdtemp(join(tmpdir(), 'understudy-planted-'));
  const vaultHome = join(home, 'vault');
  const vaultPlace: VaultPlace = { homeDir: vaultHome, ...ownPartOf(scratch) };
  const probers = await createProbers();
  const { stewards, researcher, operator } = probers;
  const trusted = stewards.map(({ steward, key }) => ({ steward, publicJwk: key.publicJwk }));
  const made = await initKeeper(
    {
      home: join(home, 'keeper'),
      protector: { kind: 'shares', shares: 2, threshold: 2 },
      trust: { stewards: trusted, operators: [operator.publicJwk] },
      origin: 'throwaway.invalid/log',
      retentionDays: 1,
    },
    systemRandom,
  );
  await addToTrust(join(vaultHome, 'trust.json'), {
    stewards: trusted,
    researchers: [{ researcher: researcher.researcher, publicJwk: researcher.key.publicJwk }],
    operators: [{ publicJwk: operator.publicJwk }],
  });
  const keeper = await listenKeeper(
    await openKeeper(join(home, 'keeper'), { clock: systemClock, random: systemRandom }),
    // What breaks here is what the probe is there to see.
    { host: '127.0.0.1', port: 0, onError: () => undefined },
  );
  const client = createKeeperClient({ baseUrl: keeper.url });
  for (const share of made.shares) {
    // The keeper is in this process.
    const text = Buffer.from(revealSecret(share)).toString('base64url');
    await client.unseal({ body: { kind: 'share', share: text } });
  }
  const vault = await openVault({
    ...vaultPlace,
    keeperUrl: keeper.url,
    mode: 'development',
    version: 'throwaway',
    oidc: null,
    clock: systemClock,
    random: systemRandom,
  });
  const atVault = await listenVault(vault.service, { host: '127.0.0.1', port: 0 });
  return {
    places: { vault: atVault.url, keeper: keeper.url, vaultPlace },
    probers,
    lockdown: async () => {
      const [{ steward, key }] = stewards;
      const reason = 'A planted failure is probed.';
      const order = await signOrder({ kind: 'lockdown', steward, reason }, key, systemClock);
      await client.lockdown({ body: { order } });
    },
    stop: async () => {
      // From the last to the first, each also where one before it threw.
      await using left = new AsyncDisposableStack();
      left.defer(() => rm(home, { recursive: true, force: true }));
      left.defer(() => keeper.stop());
      left.defer(() => vault.stop());
      if (scratch.s3 !== undefined) left.defer(() => empty(vault.world.blobs));
      await atVault.close();
    },
  };
}

/** Whoever names a bucket in use loses nothing in it: all that is emptied later stands below. */
function ownPartOf({ s3, ...scratch }: Scratch): Scratch {
  if (s3 === undefined) return scratch;
  const part = Buffer.from(systemRandom.bytes(8)).toString('hex');
  return { ...scratch, s3: `${s3.replace(/\/+$/, '')}/${part}` };
}

/** @throws Error where the database holds a single value: rows would be planted among somebody's. */
async function requireEmpty(postgresUrl: string): Promise<void> {
  for await (const { place } of valuesOfDatabase({ homeDir: '', postgresUrl })) {
    throw new Error(`The database for planted failures is not empty: it holds ${place}.`);
  }
}

async function empty(blobs: Vault['world']['blobs']): Promise<void> {
  for await (const segment of blobs.list()) await blobs.remove(segment);
  await blobs.disclaim();
}

async function createProbers() {
  const createSteward = async () => ({
    steward: createId('steward', systemClock, systemRandom),
    key: await generateSigningKey(),
  });
  return {
    stewards: [await createSteward(), await createSteward()] as const,
    researcher: {
      researcher: createId('researcher', systemClock, systemRandom),
      key: await generateSigningKey(),
    },
    operator: await generateSigningKey(),
  };
}
