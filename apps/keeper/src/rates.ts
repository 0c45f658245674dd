/** How often anybody may call the keeper. */
import type { RateLimits } from '@understudy/protocol';

export const keeperRates: RateLimits = {
  // A vault calls for everybody from one address.
  address: { burst: 4_000, perSecond: 1_000 },
  caller: { burst: 500, perSecond: 50 },
  narrow: [
    // Each makes a key, and an entry of the log that is there for good.
    { name: 'keys', routes: ['recipient'], of: 'caller', burst: 60, perSecond: 0.1 },
    // A recorder asks every few seconds; each new receipt of its is an entry of the log too.
    { name: 'leases', routes: ['lease'], of: 'caller', burst: 120, perSecond: 2 },
    // A vault brings those of everybody; a stranger's is an entry of the log too.
    { name: 'enrolments', routes: ['enrolDevice'], of: 'address', burst: 500, perSecond: 2 },
    {
      name: 'replicas',
      routes: ['replicaLease', 'replicaTicket'],
      of: 'address',
      burst: 2_000,
      perSecond: 500,
    },
  ],
  // Whoever floods the keeper must not keep a steward from stopping it.
  free: ['lockdown'],
};
