import type { Control } from '../control.ts';
import { probeReads } from '../reads.ts';

export const readStranger: Control = {
  id: 'read-stranger',
  title: 'nobody reads the vault with a key that is not known',
  probe: (target, subject) => probeReads(target, subject, 'a stranger', subject.stranger, []),
  fault: {
    what: 'a vault that takes every key for a steward’s',
    edits: [
      {
        module: 'packages/protocol/src/signature.ts',
        find: 'if (found === null) throw unauthenticated();',
        put: "if (found === null) return { owner: { kind: 'steward', steward: 'stranger' } as Owner, bodySha256: JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()).bsh };",
      },
    ],
  },
};
