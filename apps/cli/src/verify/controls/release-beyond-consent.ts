import { releaseControl } from '../release-control.ts';

export const releaseBeyondConsent = releaseControl({
  id: 'release-beyond-consent',
  title: 'a grant never reaches past the tier that was consented',
  spoiled: 'a tier that was granted, and not consented',
  spoil: ({ evidence }) => evidence({ grant: { tiers: ['screen'] }, manifest: { tier: 'screen' } }),
  fault: {
    what: 'a keeper that does not compare tiers with the consent',
    edits: [
      {
        module: 'packages/consent/src/coverage.ts',
        find: 'if (!bound.tiers.some((held) => tierReaches(held, claim.tier))) {',
        put: 'if (false) {',
      },
    ],
  },
});
