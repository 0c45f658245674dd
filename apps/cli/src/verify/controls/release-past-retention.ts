import { releaseControl } from '../release-control.ts';
import { releaseNeverEnds } from '../planted/fault.ts';

export const releasePastRetention = releaseControl({
  id: 'release-past-retention',
  title: 'what is older than the program keeps anything stays closed',
  spoiled: 'a session that is past its retention',
  spoil: async ({ evidence, person }) => evidence({ person: await person('pastRetention') }),
  fault: {
    what: 'a keeper that does not look at the retention',
    edits: [
      {
        module: 'apps/keeper/src/release/evidence.ts',
        find: "if (!(nowMs < retentionEndMs(manifest, [receipt, program]))) return 'expired';",
        put: '',
      },
      releaseNeverEnds,
    ],
  },
});
