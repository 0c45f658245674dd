/** A control of reads: the keeper must refuse what was spoiled, and release the same unspoiled. */
import { mustAllow, mustRefuse, type Control } from './control.ts';
import type { Evidence } from './evidence.ts';
import type { Fault } from './planted/fault.ts';
import type { Subject } from './subject.ts';

export function releaseControl(parts: {
  readonly id: string;
  readonly title: string;
  /** What is asked for, and must be refused. */
  readonly spoiled: string;
  readonly spoil: (subject: Subject) => Promise<Evidence>;
  readonly fault: Fault;
}): Control {
  const { id, title, spoiled, spoil, fault } = parts;
  return {
    id,
    title,
    fault,
    probe: async (target, subject) => {
      await mustRefuse(spoiled, target.rehearse(await spoil(subject)));
      await mustAllow('a good release, rehearsed', target.rehearse(await subject.evidence()));
    },
  };
}
