import { anotherSession } from '../probe-person.ts';
import { uploadControl } from '../upload-control.ts';

export const uploadRevokedDevice = uploadControl({
  id: 'upload-revoked-device',
  title: 'no upload by a device whose key was revoked',
  spoiled: 'an upload by a revoked device',
  spoil: async ({ person, clock }) => {
    const revoked = await person('revoked');
    const startedAt = new Date(clock.nowMs()).toISOString();
    const session = await anotherSession(revoked, { startedAt, endedAt: startedAt }, clock);
    return { ...session, caller: revoked.key };
  },
  fault: {
    what: 'a vault that forgets which devices were revoked',
    edits: [
      {
        module: 'apps/vault/src/vault.ts',
        find: 'if (row.revokedAt !== null) {',
        put: 'if (false) {',
      },
      {
        module: 'apps/vault/src/consents.ts',
        find: "if (state.kind === 'live') return;",
        put: "if (state.kind === 'live' || state.kind === 'deviceRevoked') return;",
      },
    ],
  },
});
