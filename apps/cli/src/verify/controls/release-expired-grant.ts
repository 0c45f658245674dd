import { releaseControl } from '../release-control.ts';
import { releaseNeverEnds } from '../planted/fault.ts';

const daysMs = 3 * 86_400_000;

export const releaseExpiredGrant = releaseControl({
  id: 'release-expired-grant',
  title: 'a grant that has expired opens nothing',
  spoiled: 'a grant that has expired',
  spoil: ({ evidence, clock }) =>
    evidence({ grantClock: { ...clock, nowMs: () => clock.nowMs() - daysMs } }),
  fault: {
    what: 'a keeper that does not look at when a grant ends',
    edits: [
      {
        module: 'apps/keeper/src/release/evidence.ts',
        find: "if (grantIsExpired(grant, nowMs)) return 'expired';",
        put: '',
      },
      releaseNeverEnds,
    ],
  },
});
