import type { Control } from '../control.ts';
import { probeReads } from '../reads.ts';

export const readSteward: Control = {
  id: 'read-steward',
  title: 'a steward sees grants, counts and releases, and nothing that was recorded',
  probe: async (target, subject) => {
    const seen = ['grants', 'status', 'catalogue', 'datasets', 'releases'] as const;
    await probeReads(target, subject, 'a steward', subject.stewards[0].key, seen);
  },
  fault: {
    what: 'a vault that serves sealed segments to every role',
    edits: [
      {
        module: 'packages/protocol/src/vault-collect-routes.ts',
        find: "path: '/v1/segments/:segment',\n    callers: ['device'],",
        put: "path: '/v1/segments/:segment',\n    callers: ['device', 'steward', 'researcher', 'operator'],",
      },
      {
        module: 'apps/vault/src/segments.ts',
        find: "if (session.contributor !== contributor) throw notAvailable('segment');",
        put: '',
      },
      {
        module: 'apps/vault/src/caller.ts',
        find: "if (caller.kind === 'device') return caller;",
        put: 'return caller as never;',
      },
    ],
  },
};
