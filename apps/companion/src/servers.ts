/** The vault and the keeper that this home has joined, and this device made known to both. */
import { enrolDevice } from '@understudy/consent';
import {
  CourierError,
  type CourierErrorCode,
  createKeeperClient,
  createVaultClient,
  type KeeperClient,
  type VaultClient,
} from '@understudy/courier';
import { readTextIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { openDevice, openOwnIdentity } from './identity.ts';
import { readJoin, type Join } from './join.ts';
import type { LeaseLoss } from './lease.ts';

export interface Servers {
  readonly join: Join;
  readonly vault: VaultClient;
  /** Not signed: a vault that does not know this device yet refuses its signature. */
  readonly openVault: VaultClient;
  readonly keeper: KeeperClient;
}

export async function openServers(home: Home): Promise<Servers> {
  const join = await readJoin(home);
  const { key } = await openDevice(home);
  const { clock, random } = home;
  return {
    join,
    vault: createVaultClient({ baseUrl: join.vault, key, clock, random }),
    openVault: createVaultClient({ baseUrl: join.vault, clock, random }),
    keeper: createKeeperClient({ baseUrl: join.keeper, key, clock, random }),
  };
}

/** This device's own statement of who it is; the same one every time. */
async function ownEnrolment(home: Home): Promise<string> {
  const held = await readTextIfThere(paths.enrolment(home));
  if (held !== null) return held;
  const { contributor, device, key } = await openDevice(home);
  const { recipient } = await openOwnIdentity(home);
  const signed = await enrolDevice({ contributor, device, recipient }, key, home.clock);
  await writeFileAtomic(paths.enrolment(home), signed);
  return signed;
}

/** Idempotent; the keeper answers with the name that its log uses for this contributor. */
export async function enrolAtKeeper(home: Home, { join }: Servers): Promise<void> {
  const enrolment = await ownEnrolment(home);
  // Not signed as a request: the key is unknown there until now, and the statement proves itself.
  const keeper = createKeeperClient({ baseUrl: join.keeper });
  const { pseudonym } = await keeper.enrolDevice({ body: { enrolment } });
  await writeFileAtomic(paths.pseudonym(home), pseudonym);
}

/** Idempotent. */
export async function enrolAtVault(home: Home, { openVault }: Servers): Promise<void> {
  await openVault.enrolDevice({ body: { enrolment: await ownEnrolment(home) } });
}

const losses: Partial<Record<CourierErrorCode, LeaseLoss>> = {
  locked: 'locked',
  sealed: 'locked',
  deviceRevoked: 'deviceRevoked',
  consentNotLive: 'notLive',
  notCovered: 'notLive',
  notAllowed: 'notLive',
};

/** What a refusal of the keeper means for a recording; null where it did not answer at all. */
export function refusalToLoss(error: unknown): LeaseLoss | null {
  return error instanceof CourierError ? (losses[error.code] ?? null) : null;
}

/** Failures of the moment: what was to be sent waits, and is sent later. */
const passing: readonly CourierErrorCode[] = [
  'unreachable',
  'keeperDown',
  'sealed',
  'locked',
  'internal',
  'diskFull',
  'storeDown',
  'rateLimited',
  'truncated',
  'cancelled',
];

export function isPassing(error: unknown): boolean {
  return error instanceof CourierError && passing.includes(error.code);
}
