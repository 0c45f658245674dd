import { mustRefuse, type Control } from '../control.ts';
import { attemptResume } from '../resume-attempt.ts';

export const resumeAlone: Control = {
  id: 'resume-alone',
  title: 'nobody ends a lockdown alone',
  probe: (target, subject) =>
    mustRefuse('a resume by one steward', attemptResume(target, subject, { approvals: 1 })),
  faultShowsWhen: 'locked',
  fault: {
    what: 'a keeper that resumes on one steward’s word',
    edits: [
      {
        module: 'apps/keeper/src/lock/machine.ts',
        find: 'const approvalsToResume = 2;',
        put: 'const approvalsToResume = 1;',
      },
    ],
  },
};
