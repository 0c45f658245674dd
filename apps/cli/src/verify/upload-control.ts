/** A control of uploads: the vault must refuse one session, and take the same unspoiled. */
import { mustAllow, mustRefuse, type Control } from './control.ts';
import type { Fault } from './planted/fault.ts';
import { anotherSession, type ProbePerson } from './probe-person.ts';
import type { Subject } from './subject.ts';

type Session = Awaited<ReturnType<typeof anotherSession>>;

export function uploadControl(parts: {
  readonly id: string;
  readonly title: string;
  /** What is uploaded, and must be refused. */
  readonly spoiled: string;
  readonly spoil: (subject: Subject) => Promise<Session & { readonly caller: ProbePerson['key'] }>;
  readonly fault: Fault;
}): Control {
  const { id, title, spoiled, spoil, fault } = parts;
  return {
    id,
    title,
    fault,
    probe: async (target, subject) => {
      const { manifest, signed, caller } = await spoil(subject);
      await mustRefuse(spoiled, target.putManifest(caller, manifest.session, signed));
      const sound = await subject.person('sound');
      const good = await anotherSession(sound, {}, subject.clock);
      await mustAllow(
        'a session within its consent',
        target.putManifest(sound.key, good.manifest.session, good.signed),
      );
    },
  };
}
