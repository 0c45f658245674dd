import { mustRefuse, type Control } from '../control.ts';

export const leaseRevokedDevice: Control = {
  id: 'lease-revoked-device',
  title: 'a device whose key was revoked records nothing more',
  probe: async (target, { person, signedProgram: program }) => {
    const { key, receipt } = await person('revoked');
    await mustRefuse('a lease for a revoked device', target.lease(key, { program, receipt }));
  },
  fault: {
    what: 'a keeper that forgets which devices were revoked',
    edits: [
      {
        module: 'apps/keeper/src/facts/facts.ts',
        find: 'facts.revokedDevices.set(entry.device, entry.at);',
        put: '',
      },
    ],
  },
};
