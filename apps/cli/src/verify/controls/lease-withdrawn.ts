import { mustRefuse, type Control } from '../control.ts';

export const leaseWithdrawn: Control = {
  id: 'lease-withdrawn',
  title: 'no recorder goes on under a consent that was withdrawn',
  probe: async (target, { person, signedProgram: program }) => {
    const { key, receipt } = await person('withdrawn');
    await mustRefuse('a lease under a withdrawn consent', target.lease(key, { program, receipt }));
  },
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
};
