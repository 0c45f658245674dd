import { releaseControl } from '../release-control.ts';

export const releaseForeignApproval = releaseControl({
  id: 'release-foreign-approval',
  title: 'approvals hold for the one grant that they were given for',
  spoiled: 'a grant with the approvals of another',
  spoil: async ({ evidence }) => ({
    ...(await evidence()),
    approvals: (await evidence()).approvals,
  }),
  fault: {
    what: 'a keeper that does not compare what was approved',
    edits: [
      {
        module: 'packages/consent/src/approval.ts',
        find: 'if (value.grant !== grant.grant || !sameHash) {',
        put: 'if (!sameHash && false) {',
      },
    ],
  },
});
