import { mustRefuse, type Control } from '../control.ts';
import { signaturesUnchecked } from '../planted/fault.ts';
import { attemptResume } from '../resume-attempt.ts';

export const resumeOnForgedReport: Control = {
  id: 'resume-on-forged-report',
  title: 'no lockdown ends on a report that no steward signed',
  probe: (target, subject) =>
    mustRefuse(
      'a resume on a stranger’s report',
      attemptResume(target, subject, { reporter: subject.stranger }),
    ),
  faultShowsWhen: 'locked',
  fault: { what: 'a keeper that checks no signature', edits: signaturesUnchecked },
};
