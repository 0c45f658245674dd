import { anotherSession } from '../probe-person.ts';
import { uploadControl } from '../upload-control.ts';

export const uploadWithdrawn = uploadControl({
  id: 'upload-withdrawn',
  title: 'no upload under a consent that was withdrawn',
  spoiled: 'an upload under a withdrawn consent',
  spoil: async ({ person, clock }) => {
    const withdrawn = await person('withdrawn');
    return { ...(await anotherSession(withdrawn, {}, clock)), caller: withdrawn.key };
  },
  fault: {
    what: 'a vault that does not ask whether the consent stands',
    edits: [
      {
        module: 'apps/vault/src/consents.ts',
        find: "if (state.kind === 'live') return;",
        put: 'return;',
      },
    ],
  },
});
