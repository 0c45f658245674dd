import { Finding, type Control } from '../control.ts';
import { probeReads } from '../reads.ts';

export const readResearcher: Control = {
  id: 'read-researcher',
  title: 'a researcher sees the catalogue and their own grants, and reads nothing without one',
  needs: 'researcherKey',
  probe: async (target, subject) => {
    if (subject.researcher === null) throw new Finding('No researcher’s key was given.');
    const seen = ['grants', 'catalogue', 'datasets'] as const;
    await probeReads(target, subject, 'a researcher', subject.researcher.key, seen);
  },
  fault: {
    what: 'a vault that shows everybody’s releases to researchers',
    edits: [
      {
        module: 'packages/protocol/src/vault-govern-routes.ts',
        find: "path: '/v1/releases',\n    callers: ['steward'],",
        put: "path: '/v1/releases',\n    callers: ['steward', 'researcher'],",
      },
    ],
  },
};
