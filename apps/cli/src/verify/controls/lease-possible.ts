import { Finding, mustAllow, mustRefuse, type Control } from '../control.ts';

export const leasePossible: Control = {
  id: 'lease-possible',
  title: 'a recorder under a live consent gets its lease, and none under a lockdown',
  probe: async (target, { person, signedProgram: program }) => {
    const { key, receipt } = await person('sound');
    const { state } = await target.status();
    const lease = target.lease(key, { program, receipt });
    if (state === 'open') await mustAllow('a lease under a live consent', lease);
    else if (state === 'locked') await mustRefuse('a lease under a lockdown', lease);
    else {
      await lease;
      throw new Finding('The keeper is sealed, so that leases cannot be probed.');
    }
  },
  faultShowsWhen: 'locked',
  fault: {
    what: 'a keeper that lets recorders go on under a lockdown',
    edits: [
      {
        module: 'apps/keeper/src/contributor/capture.ts',
        find: 'lock.requireCapture();',
        put: '',
      },
      {
        module: 'apps/keeper/src/contributor/capture.ts',
        find: "locked: core.lock.state().lock === 'locked',",
        put: 'locked: false,',
      },
    ],
  },
};
