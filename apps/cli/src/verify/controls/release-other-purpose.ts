import { policyEdit } from '../planted/fault.ts';
import { releaseControl } from '../release-control.ts';

export const releaseOtherPurpose = releaseControl({
  id: 'release-other-purpose',
  title: 'no purpose that the program does not state',
  spoiled: 'a purpose that the program does not state',
  spoil: ({ evidence }) => evidence({ grant: { purpose: 'usabilityResearch' } }),
  fault: {
    what: 'a keeper that does not compare purposes',
    edits: [
      policyEdit('resource.purposes.contains(context.purpose)', 'true'),
      {
        module: 'packages/consent/src/coverage.ts',
        find: 'purpose !== undefined &&',
        put: 'false &&',
      },
    ],
  },
});
