/** How often anybody may call the vault. */
import type { Clock } from '@understudy/base';
import { createRateLimit as createLimit, type Rate, type RateFacts } from '@understudy/protocol';

export interface RateRules {
  readonly address: Rate;
  readonly caller: Rate;
  /** Sign-in costs the identity provider something. */
  readonly signIn: Rate;
}

const defaultRates: RateRules = {
  address: { burst: 4_000, perSecond: 1_000 },
  caller: { burst: 2_000, perSecond: 400 },
  signIn: { burst: 10, perSecond: 0.2 },
};

/** @returns a function that throws ProtocolError rateLimited */
export function createRateLimit(
  clock: Clock,
  { address, caller, signIn }: RateRules = defaultRates,
): (facts: RateFacts) => void {
  const routes = ['signIn', 'signInCallback'];
  return createLimit(clock, {
    address,
    caller,
    narrow: [{ name: 'signIn', routes, of: 'address', ...signIn }],
    // Whoever floods the vault must not keep a steward from stopping everything.
    free: ['lockdown'],
  });
}
