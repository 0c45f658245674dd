import { mustAllow, type Control } from '../control.ts';

export const releasePossible: Control = {
  id: 'release-possible',
  title: 'a consented, approved read is possible at all',
  probe: async (target, subject) =>
    mustAllow('a good release, rehearsed', target.rehearse(await subject.evidence())),
  fault: {
    what: 'a keeper that refuses every release',
    edits: [
      {
        module: 'apps/keeper/src/release/evidence.ts',
        find: 'grant.tiers.some((tier) => tierReaches(tier, manifest.tier)) &&',
        put: 'false &&',
      },
    ],
  },
};
