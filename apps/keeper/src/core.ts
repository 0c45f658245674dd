/** What every part of the keeper stands on; put together in keeper.ts. */
import type { Clock, Random, StewardId } from '@understudy/base';
import type { SigningKey } from '@understudy/consent';
import type { Journal } from './journal.ts';
import type { LockControl } from './lock/control.ts';
import type { Devices } from './people/devices.ts';
import type { Pseudonyms } from './people/pseudonym.ts';
import type { Decide } from './policy/decide.ts';
import type { Passkeys } from './steward/passkeys.ts';
import type { Places } from './store/places.ts';
import type { Trust } from './trust.ts';

export interface Core {
  readonly clock: Clock;
  readonly random: Random;
  readonly places: Places;
  readonly trust: Trust;
  /** Names the code that runs; a control report is good for one build. */
  readonly build: string;
  /** Signs leases and erasure receipts; opens nothing. */
  readonly serviceKey: SigningKey;
  readonly journal: Journal;
  readonly lock: LockControl;
  readonly devices: Devices;
  readonly pseudonyms: Pseudonyms;
  readonly passkeys: Passkeys;
  readonly decide: Decide;
  readonly stewardOfKid: (kid: string) => StewardId | null;
}

/** ISO 8601 in UTC: the time that a log entry carries. */
export function timeNow(clock: Clock): string {
  return new Date(clock.nowMs()).toISOString();
}
