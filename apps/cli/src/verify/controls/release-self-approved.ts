import { policyEdit } from '../planted/fault.ts';
import { releaseControl } from '../release-control.ts';

export const releaseSelfApproved = releaseControl({
  id: 'release-self-approved',
  title: 'nobody approves their own request',
  spoiled: 'a grant that its own requester approved',
  spoil: (subject) => subject.evidence({ requester: subject.stewards[0].key }),
  fault: {
    what: 'a keeper that lets the requester approve',
    edits: [
      {
        module: 'packages/consent/src/approval.ts',
        find: 'if ((await publicJwkToKid(steward.publicJwk)) !== own) others.push(steward);',
        put: 'void own; others.push(steward);',
      },
      policyEdit('when { context.approverIsRequester }', 'when { false }'),
    ],
  },
});
