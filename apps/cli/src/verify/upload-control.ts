/** A control of uploads: the vault must refuse one session, and take the same unspoiled. */
import { spoiledControl, type Control, type SpoiledParts } from './control.ts';
import { anotherSession, type ProbePerson } from './probe-person.ts';

type Upload = Awaited<ReturnType<typeof anotherSession>> & { readonly caller: ProbePerson['key'] };

export function uploadControl(parts: SpoiledParts<Upload>): Control {
  const make = async (subject: Parameters<typeof parts.spoil>[0]): Promise<Upload> => {
    const sound = await subject.person('sound');
    return { ...(await anotherSession(sound, {}, subject.clock)), caller: sound.key };
  };
  return spoiledControl(
    parts,
    { what: 'a session within its consent', make },
    (target, { caller, manifest, signed }) => target.putManifest(caller, manifest.session, signed),
  );
}
