import { releaseControl } from '../release-control.ts';

export const releaseOneApproval = releaseControl({
  id: 'release-one-approval',
  title: 'one steward alone opens nothing',
  spoiled: 'a grant that one steward approved',
  spoil: (subject) => subject.evidence({ approvers: [subject.stewards[0]] }),
  fault: {
    what: 'a keeper that is content with one approval',
    edits: [
      {
        module: 'packages/consent/src/approval.ts',
        find: 'if (verified.size < 2 || new Set(keys).size < 2) {',
        put: 'if (verified.size < 1) {',
      },
      {
        module: 'apps/keeper/src/release/evidence.ts',
        find: 'approvedBy.length >= 2',
        put: 'approvedBy.length >= 1',
      },
    ],
  },
});
