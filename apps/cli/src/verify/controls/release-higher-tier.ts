import { releaseControl } from '../release-control.ts';

export const releaseHigherTier = releaseControl({
  id: 'release-higher-tier',
  title: 'no tier above the one granted',
  spoiled: 'a tier above the one granted',
  spoil: ({ evidence }) => evidence({ grant: { tiers: ['motion'] } }),
  fault: {
    what: 'a keeper that does not compare tiers with the grant',
    edits: [
      {
        module: 'apps/keeper/src/release/evidence.ts',
        find: 'grant.tiers.some((tier) => tierReaches(tier, manifest.tier)) &&',
        put: '',
      },
    ],
  },
});
