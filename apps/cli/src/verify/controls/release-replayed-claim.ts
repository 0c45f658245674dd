import { mustAllow, mustRefuse, type Control } from '../control.ts';

export const releaseReplayedClaim: Control = {
  id: 'release-replayed-claim',
  title: 'a claim that was used releases nothing more',
  probe: async (target, subject) => {
    const evidence = await subject.evidence();
    // Synthetic, and never fetched: the log holds a release of which nothing was read.
    const first = target.release(evidence);
    if (await target.mayRelease()) await mustAllow('a claim used once', first);
    else await mustRefuse('a claim, while nothing is released', first);
    await mustRefuse('a claim used for the second time', target.release(evidence));
  },
  fault: {
    what: 'a keeper that forgets which claims were used',
    edits: [
      {
        module: 'apps/keeper/src/release/quota.ts',
        find: 'const again = names.some((name) => facts.released.has(name) || pendingNames.has(name));',
        put: 'const again = false;',
      },
    ],
  },
};
