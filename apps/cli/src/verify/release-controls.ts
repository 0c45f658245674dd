/** Reads: what the keeper must refuse, whoever asks, each beside a read that it must allow. */
import { createId, systemRandom } from '@understudy/base';
import { everySession, generateSigningKey, signClaim } from '@understudy/consent';
import { mustAllow, mustRefuse, type Control } from './control.ts';
import type { Evidence, Subject } from './subject.ts';

type Spoil = (subject: Subject) => Promise<Evidence> | Evidence;

const back = (subject: Subject, ms: number) => ({
  ...subject.clock,
  nowMs: () => subject.clock.nowMs() - ms,
});
const dayMs = 86_400_000;

/** One spoiled thing; planted: a keeper that does not look at it. */
function releaseControl(id: string, title: string, spoil: Spoil): Control {
  return {
    id,
    title,
    probe: async (target, subject) => {
      await mustAllow('a good release, rehearsed', target.rehearse(subject.evidence));
      await mustRefuse(title, target.rehearse(await spoil(subject)));
    },
    plant: (target, subject) => ({ ...target, rehearse: () => target.rehearse(subject.evidence) }),
  };
}

/** Another key in the place of the signature's. */
const forgedClaim: Spoil = async ({ evidence, clock }) => {
  const grant = createId('grant', clock, systemRandom);
  const key = await generateSigningKey();
  return { ...evidence, claim: await signClaim(grant, key, clock, systemRandom) };
};

/** One byte of the payload. */
function bend(jws: string): string {
  const [head = '', payload = '', signature = ''] = jws.split('.');
  const bytes = Buffer.from(payload, 'base64url');
  const at = bytes.indexOf('"') + 1;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return [head, bytes.toString('base64url'), signature].join('.');
}

export const releaseControls: readonly Control[] = [
  {
    id: 'release-good',
    title: 'a consented, approved read is possible at all',
    probe: (target, { evidence }) => mustAllow('a good release', target.rehearse(evidence)),
    plant: (target) => ({ ...target, rehearse: async () => 'refused' }),
  },
  releaseControl('release-no-approval', 'a grant that nobody approved', ({ approve }) =>
    approve([]),
  ),
  releaseControl('release-one-approval', 'a grant that one steward approved', (subject) =>
    subject.approve([subject.stewards[0]]),
  ),
  releaseControl('release-self-approved', 'a grant approved twice by the same steward', (subject) =>
    subject.approve([subject.stewards[0], subject.stewards[0]]),
  ),
  releaseControl('release-stranger-approved', 'approvals by keys that nobody trusts', (subject) =>
    subject.approve(subject.stewards.map(({ steward }) => ({ steward, key: subject.stranger }))),
  ),
  releaseControl('release-foreign-approval', 'the approvals of another grant', async (subject) => ({
    ...subject.evidence,
    approvals: (await subject.withGrant({})).approvals,
  })),
  releaseControl('release-expired-grant', 'a grant that has expired', (subject) =>
    subject.withGrant({}, back(subject, 3 * dayMs)),
  ),
  releaseControl('release-forged-grant', 'a grant that was changed', ({ evidence }) => ({
    ...evidence,
    grant: bend(evidence.grant),
  })),
  releaseControl('release-forged-claim', 'a claim by another key', forgedClaim),
  releaseControl('release-other-purpose', 'a purpose that the program does not state', (subject) =>
    subject.withGrant({ purpose: 'usabilityResearch' }),
  ),
  releaseControl('release-other-session', 'a session that the filter leaves out', (subject) =>
    subject.withGrant({
      filter: {
        ...everySession,
        sessions: [createId('session', subject.clock, systemRandom)],
      },
    }),
  ),
  releaseControl('release-higher-tier', 'a tier above the one granted', (subject) =>
    subject.withGrant({ tiers: ['motion'] }),
  ),
  releaseControl('release-over-quota', 'more than the quota', (subject) =>
    subject.withGrant({ quota: { segments: 1, bytes: 1 } }),
  ),
  releaseControl('release-beyond-consent', 'a tier that was not consented', (subject) =>
    subject.withManifest({ tier: 'screen' }),
  ),
  releaseControl('release-outside-apps', 'an app outside the consent', (subject) =>
    subject.withManifest({ apps: ['another-app'] }),
  ),
  releaseControl(
    'release-withdrawn',
    'a consent that was withdrawn',
    ({ evidence, withdrawn }) => ({
      ...evidence,
      receipt: withdrawn.receipt,
    }),
  ),
  releaseControl('release-changed-manifest', 'a manifest that was changed', ({ evidence }) => ({
    ...evidence,
    manifest: bend(evidence.manifest),
  })),
  {
    id: 'release-locked',
    title: 'no read in earnest while locked or sealed',
    probe: async (target, { evidence, approve, stewards }) => {
      const { state } = await target.status();
      // Open: what is refused in rehearsal is refused in earnest too.
      const asked = state === 'open' ? await approve([stewards[0]]) : evidence;
      await mustRefuse(`a release while ${state}`, target.release(asked));
    },
    plant: (target) => ({ ...target, release: async () => 'allowed' }),
  },
];
