import type { Control } from '../control.ts';
import { probeReads } from '../reads.ts';

export const readNobody: Control = {
  id: 'read-nobody',
  title: 'nobody reads the vault without a key',
  probe: (target, subject) => probeReads(target, subject, 'nobody', null, []),
  fault: {
    what: 'a vault that takes whoever names no key for a steward',
    edits: [
      {
        module: 'packages/protocol/src/service.ts',
        find: "return { caller: caller ?? { kind: 'anyone' }, bodySha256: null };",
        put: "return { caller: caller ?? { kind: 'steward', steward: 'nobody' }, bodySha256: null };",
      },
    ],
  },
};
