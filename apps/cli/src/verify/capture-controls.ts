/** Writes and recording: no lease and no upload without a consent that covers it. */
import { createId, systemRandom } from '@understudy/base';
import { signManifest, type SessionManifest } from '@understudy/consent';
import { Finding, mustAllow, mustRefuse, type Control } from './control.ts';
import type { Subject } from './subject.ts';
import type { Target } from './target.ts';

/** A session of its own each time: what was listed before must not decide. */
const put = async (
  target: Target,
  { manifest, person, clock }: Subject,
  change: Partial<SessionManifest>,
  key = person.key,
) => {
  const session = createId('session', clock, systemRandom);
  const segments = manifest.segments.map((segment) => ({
    ...segment,
    segment: createId('segment', clock, systemRandom),
  }));
  const changed = { ...manifest, session, segments, ...change };
  return target.putManifest(key, changed.session, await signManifest(changed, key));
};

function uploadControl(
  id: string,
  title: string,
  change: (subject: Subject) => Partial<SessionManifest>,
  key: (subject: Subject) => Subject['person']['key'] = ({ person }) => person.key,
): Control {
  return {
    id,
    title,
    probe: async (target, subject) => {
      await mustRefuse(title, put(target, subject, change(subject), key(subject)));
      await mustAllow('a session within the consent', put(target, subject, {}));
    },
    plant: (target) => ({ ...target, putManifest: async () => 'allowed' }),
  };
}

export const captureControls: readonly Control[] = [
  {
    id: 'lease-consent',
    title: 'a capture lease needs a consent that stands, and an open keeper',
    probe: async (target, { person, withdrawn, revoked, signedProgram: program }) => {
      const { state } = await target.status();
      const good = () => target.lease(person.key, { program, receipt: person.receipt });
      if (state === 'open') await mustAllow('a lease under a live consent', good());
      if (state === 'locked') await mustRefuse('a lease under a lockdown', good());
      if (state === 'sealed' || state === 'uninitialised') {
        throw new Finding('The keeper is sealed, so that leases cannot be probed.');
      }
      await mustRefuse(
        'a lease for a revoked device',
        target.lease(revoked.key, { program, receipt: revoked.receipt }),
      );
      const { receipt } = withdrawn;
      await mustRefuse(
        'a lease under a withdrawn consent',
        target.lease(withdrawn.key, { program, receipt }),
      );
    },
    plant: (target) => ({ ...target, lease: async () => 'allowed' }),
  },
  uploadControl('upload-tier', 'an upload of a tier that was not consented', () => ({
    tier: 'screen',
  })),
  uploadControl('upload-app', 'an upload from an app outside the allowlist', () => ({
    apps: ['another-app'],
  })),
  uploadControl(
    'upload-without-consent',
    'an upload under a consent that was withdrawn',
    ({ withdrawn }) => withdrawn.whose,
    ({ withdrawn }) => withdrawn.key,
  ),
  uploadControl(
    'upload-revoked',
    'an upload by a device that was revoked',
    ({ revoked }) => revoked.whose,
    ({ revoked }) => revoked.key,
  ),
  uploadControl(
    'upload-stranger',
    'an upload by a key that nobody enrolled',
    () => ({}),
    ({ stranger }) => stranger,
  ),
];
