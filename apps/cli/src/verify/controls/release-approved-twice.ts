import { releaseControl } from '../release-control.ts';

export const releaseApprovedTwice = releaseControl({
  id: 'release-approved-twice',
  title: 'two approvals by one steward count once',
  spoiled: 'a grant that the same steward approved twice',
  spoil: (subject) => subject.evidence({ approvers: [subject.stewards[0], subject.stewards[0]] }),
  fault: {
    what: 'a keeper that counts approvals, not stewards',
    edits: [
      {
        module: 'packages/consent/src/approval.ts',
        find: 'if (verified.size < 2 || new Set(keys).size < 2) {',
        put: 'if (approvals.length < 2) {',
      },
      {
        module: 'apps/keeper/src/release/evidence.ts',
        find: 'approvedBy.length >= 2',
        put: 'approvedBy.length >= 1',
      },
    ],
  },
});
