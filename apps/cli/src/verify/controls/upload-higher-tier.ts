import { anotherSession } from '../probe-person.ts';
import { uploadControl } from '../upload-control.ts';

export const uploadHigherTier = uploadControl({
  id: 'upload-higher-tier',
  title: 'no upload of a tier that was not consented',
  spoiled: 'an upload of a tier that was not consented',
  spoil: async ({ person, clock }) => {
    const sound = await person('sound');
    return { ...(await anotherSession(sound, { tier: 'screen' }, clock)), caller: sound.key };
  },
  fault: {
    what: 'a vault that does not compare tiers with the consent',
    edits: [
      {
        module: 'packages/consent/src/coverage.ts',
        find: 'if (!bound.tiers.some((held) => tierReaches(held, claim.tier))) {',
        put: 'if (false) {',
      },
    ],
  },
});
