import { mustRefuse, type Control } from '../control.ts';

export const leaseOthersConsent: Control = {
  id: 'lease-others-consent',
  title: 'nobody records under the consent of somebody else',
  probe: async (target, { person, signedProgram: program }) => {
    const { key } = await person('sound');
    const { receipt } = await person('other');
    await mustRefuse('a lease under another’s consent', target.lease(key, { program, receipt }));
  },
  fault: {
    what: 'a keeper that looks for the consent among everybody’s',
    edits: [
      {
        module: 'apps/keeper/src/contributor/capture.ts',
        find: 'devices.of(caller.contributor), nowMs)',
        put: 'devices.all(), nowMs)',
      },
      {
        module: 'apps/keeper/src/contributor/capture.ts',
        find: '&& receipt.contributor === caller.contributor;',
        put: ';',
      },
    ],
  },
};
