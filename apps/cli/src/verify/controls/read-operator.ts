import { Finding, type Control } from '../control.ts';
import { probeReads } from '../reads.ts';

export const readOperator: Control = {
  id: 'read-operator',
  title: 'an operator sees states and counts, and never whose',
  needs: 'operatorKey',
  probe: async (target, subject) => {
    if (subject.operator === null) throw new Finding('No operator’s key was given.');
    await probeReads(target, subject, 'an operator', subject.operator, ['status']);
  },
  fault: {
    what: 'a vault that shows the grants to operators',
    edits: [
      {
        module: 'packages/protocol/src/vault-release-routes.ts',
        find: "path: '/v1/grants',\n    callers: ['researcher', 'steward'],",
        put: "path: '/v1/grants',\n    callers: ['researcher', 'steward', 'operator'],",
      },
    ],
  },
};
