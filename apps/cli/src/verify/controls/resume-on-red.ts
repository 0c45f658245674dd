import { mustRefuse, type Control } from '../control.ts';
import { attemptResume } from '../resume-attempt.ts';

export const resumeOnRed: Control = {
  id: 'resume-on-red',
  title: 'no lockdown ends while a control is red',
  probe: (target, subject) =>
    mustRefuse('a resume on a red report', attemptResume(target, subject, { green: false })),
  faultShowsWhen: 'locked',
  fault: {
    what: 'a keeper that does not look at the report',
    edits: [
      {
        module: 'apps/keeper/src/lock/machine.ts',
        find: "if (event.report !== 'green') return refused('report');",
        put: '',
      },
    ],
  },
};
