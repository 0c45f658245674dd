import { releaseControl } from '../release-control.ts';

export const releaseRevokedDevice = releaseControl({
  id: 'release-revoked-device',
  title: 'what a device signed after it was revoked stays closed',
  spoiled: 'a session signed by a revoked device',
  spoil: async ({ evidence, person }) => evidence({ person: await person('revoked') }),
  fault: {
    what: 'a keeper that forgets which devices were revoked',
    edits: [
      {
        module: 'apps/keeper/src/release/still-allowed.ts',
        find: '(revokedAt === undefined || Date.parse(manifest.endedAt) < Date.parse(revokedAt)) &&',
        put: '',
      },
      {
        module: 'apps/keeper/src/release/still-allowed.ts',
        find: '!facts.revokedDevices.has(receipt.device) &&',
        put: '',
      },
    ],
  },
});
