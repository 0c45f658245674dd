import { releaseControl } from '../release-control.ts';
import { releaseNeverEnds } from '../planted/fault.ts';

export const releaseExpiredConsent = releaseControl({
  id: 'release-expired-consent',
  title: 'a consent that ran out ends every read',
  spoiled: 'a session whose consent ran out',
  spoil: async ({ evidence, person }) => evidence({ person: await person('expired') }),
  fault: {
    what: 'a keeper that does not look at when a consent ends',
    edits: [
      {
        module: 'packages/consent/src/state.ts',
        find: "if (expiresMs <= nowMs) return { kind: 'expired', expiredAt: receipt.expiresAt };",
        put: '',
      },
      releaseNeverEnds,
    ],
  },
});
