import { anotherSession } from '../probe-person.ts';
import { uploadControl } from '../upload-control.ts';

export const uploadOutsideApps = uploadControl({
  id: 'upload-outside-apps',
  title: 'no upload from outside the allowlist',
  spoiled: 'an upload from an app outside the allowlist',
  spoil: async ({ person, clock }) => {
    const sound = await person('sound');
    const session = await anotherSession(sound, { apps: ['another-app'] }, clock);
    return { ...session, caller: sound.key };
  },
  fault: {
    what: 'a vault that does not compare apps with the consent',
    edits: [
      {
        module: 'packages/consent/src/coverage.ts',
        find: 'if (!claim.apps.every((app) => bound.apps.some((allowed) => allowed.app === app))) {',
        put: 'if (false) {',
      },
    ],
  },
});
