import { anotherSession } from '../probe-person.ts';
import { uploadControl } from '../upload-control.ts';

export const uploadWithoutConsent = uploadControl({
  id: 'upload-without-consent',
  title: 'no upload without a consent of one’s own',
  spoiled: 'an upload under a consent that somebody else gave',
  spoil: async ({ person, clock }) => {
    const sound = await person('sound');
    const { receipt } = (await person('other')).manifest;
    return { ...(await anotherSession(sound, { receipt }, clock)), caller: sound.key };
  },
  fault: {
    what: 'a vault that does not ask for the consent',
    edits: [
      {
        module: 'apps/vault/src/sessions.ts',
        find: 'await requireCoveredManifest(world, manifest);',
        put: '',
      },
    ],
  },
});
