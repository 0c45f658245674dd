import { anotherSession } from '../probe-person.ts';
import { uploadControl } from '../upload-control.ts';

export const uploadForAnother = uploadControl({
  id: 'upload-for-another',
  title: 'no upload in the name of another contributor',
  spoiled: 'an upload in the name of another contributor',
  spoil: async ({ person, clock }) => {
    const { contributor, receipt } = (await person('sound')).manifest;
    const caller = await person('other');
    const session = await anotherSession(caller, { contributor, receipt }, clock);
    return { ...session, caller: caller.key };
  },
  fault: {
    what: 'a vault that believes a manifest about whose it is',
    edits: [
      {
        module: 'apps/vault/src/sessions.ts',
        find: 'manifest.contributor !== contributor ||',
        put: '',
      },
    ],
  },
});
