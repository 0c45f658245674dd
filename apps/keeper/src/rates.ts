/** How often anybody may call the keeper. */
import type { RateLimits } from '@understudy/protocol';

export const keeperRates: RateLimits = {
  // A vault calls for everybody from one address.
  address: { burst: 4_000, perSecond: 1_000 },
  caller: { burst: 500, perSecond: 50 },
  narrow: [
    // Each makes a key, and an entry of the log that is there for good.
    { name: 'keys', routes: ['recipient'], of: 'caller', burst: 60, perSecond: 0.1 },
  ],
  // Whoever floods the keeper must not keep a steward from stopping it.
  free: ['lockdown'],
};
