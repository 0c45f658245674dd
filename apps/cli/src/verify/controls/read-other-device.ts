import type { Control } from '../control.ts';
import { probeReads } from '../reads.ts';

export const readOtherDevice: Control = {
  id: 'read-other-device',
  title: 'a device does not see what another contributor recorded',
  probe: async (target, subject) => {
    const { key } = await subject.person('other');
    // Its own lists are empty, and there.
    const own = ['sessions', 'notices'] as const;
    await probeReads(target, subject, 'another’s device', key, own);
  },
  fault: {
    what: 'a vault that does not ask whose a segment is',
    edits: [
      {
        module: 'apps/vault/src/segments.ts',
        find: "if (session.contributor !== contributor) throw notAvailable('segment');",
        put: '',
      },
    ],
  },
};
