import { releaseControl } from '../release-control.ts';

export const releaseUnapproved = releaseControl({
  id: 'release-unapproved',
  title: 'a grant that nobody approved opens nothing',
  spoiled: 'a grant that nobody approved',
  spoil: (subject) => subject.evidence({ approvers: [] }),
  fault: {
    what: 'a keeper that takes every grant as approved',
    edits: [
      {
        module: 'apps/keeper/src/release/evidence.ts',
        find: "return approvedBy.length >= 2 ? 'approved' : 'pending';",
        put: "return 'approved';",
      },
    ],
  },
});
