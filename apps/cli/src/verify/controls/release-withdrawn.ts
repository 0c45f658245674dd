import { releaseControl } from '../release-control.ts';

export const releaseWithdrawn = releaseControl({
  id: 'release-withdrawn',
  title: 'a withdrawn consent ends every read, though the vault does not pass the withdrawal on',
  spoiled: 'a session whose consent was withdrawn',
  spoil: async ({ evidence, person }) => evidence({ person: await person('withdrawn') }),
  fault: {
    what: 'a keeper that forgets withdrawals',
    edits: [
      {
        module: 'apps/keeper/src/facts/facts.ts',
        find: 'facts.withdrawnReceipts.set(entry.receiptSha256, facts.size - 1);',
        put: '',
      },
    ],
  },
});
