import { releaseControl } from '../release-control.ts';

export const releaseStrangerApproved = releaseControl({
  id: 'release-stranger-approved',
  title: 'approvals by keys that nobody trusts count for nothing',
  spoiled: 'a grant approved by keys that nobody trusts',
  spoil: ({ evidence, stewards, stranger }) =>
    evidence({ approvers: stewards.map(({ steward }) => ({ steward, key: stranger })) }),
  fault: {
    what: 'a keeper that takes approvals without checking who signed',
    edits: [
      {
        module: 'apps/keeper/src/release/evidence.ts',
        find: 'await requireApproved(grant, approvals.data, stewards, nowMs, verifyPasskey);',
        put: '{ approvedBy: stewards.slice(0, approvals.data.length) }; void requireApproved, verifyPasskey;',
      },
    ],
  },
});
