import { createId, systemRandom } from '@understudy/base';
import { everySession } from '@understudy/consent';
import { releaseControl } from '../release-control.ts';

export const releaseOtherSession = releaseControl({
  id: 'release-other-session',
  title: 'a session that the grant’s filter leaves out stays closed',
  spoiled: 'a session that the filter leaves out',
  spoil: ({ evidence, clock }) => {
    const sessions = [createId('session', clock, systemRandom)];
    return evidence({ grant: { filter: { ...everySession, sessions } } });
  },
  fault: {
    what: 'a keeper that does not look at which sessions a grant names',
    edits: [
      {
        module: 'apps/keeper/src/release/evidence.ts',
        find: '(sessions === null || sessions.includes(manifest.session)) &&',
        put: '',
      },
    ],
  },
});
