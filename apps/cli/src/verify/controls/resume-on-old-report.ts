import { mustRefuse, type Control } from '../control.ts';
import { attemptResume } from '../resume-attempt.ts';

export const resumeOnOldReport: Control = {
  id: 'resume-on-old-report',
  title: 'no lockdown ends on a report from before it',
  probe: async (target, subject) => {
    const { epoch } = await target.status();
    await mustRefuse(
      'a resume on a report of another lockdown',
      attemptResume(target, subject, { reportEpoch: epoch + 1 }),
    );
  },
  faultShowsWhen: 'locked',
  fault: {
    what: 'a keeper that takes the report of any epoch',
    edits: [
      {
        module: 'packages/consent/src/control-report.ts',
        find: 'report.epoch !== wanted.epoch ||',
        put: '',
      },
    ],
  },
};
