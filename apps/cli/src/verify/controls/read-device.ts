import type { Control } from '../control.ts';
import { probeReads } from '../reads.ts';

export const readDevice: Control = {
  id: 'read-device',
  title: 'a device sees its own sessions and notices, and neither grants nor releases',
  probe: async (target, subject) => {
    const { key } = await subject.person('sound');
    const own = ['sessions', 'segment', 'upload', 'notices'] as const;
    await probeReads(target, subject, 'its own device', key, own);
  },
  fault: {
    what: 'a vault that shows the grants to devices',
    edits: [
      {
        module: 'packages/protocol/src/vault-release-routes.ts',
        find: "path: '/v1/grants',\n    callers: ['researcher', 'steward'],",
        put: "path: '/v1/grants',\n    callers: ['researcher', 'steward', 'device'],",
      },
    ],
  },
};
