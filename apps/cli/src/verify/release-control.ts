/** A control of reads: the keeper must refuse what was spoiled, and release the same unspoiled. */
import { spoiledControl, type Control, type SpoiledParts } from './control.ts';
import type { Evidence } from './evidence.ts';

export function releaseControl(parts: SpoiledParts<Evidence>): Control {
  return spoiledControl(
    parts,
    { what: 'a good release, rehearsed', make: (subject) => subject.evidence() },
    (target, evidence) => target.rehearse(evidence),
  );
}
