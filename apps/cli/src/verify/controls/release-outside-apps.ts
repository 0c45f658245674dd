import { releaseControl } from '../release-control.ts';

export const releaseOutsideApps = releaseControl({
  id: 'release-outside-apps',
  title: 'an app that was not consented stays closed',
  spoiled: 'an app outside the consent',
  spoil: ({ evidence }) => evidence({ manifest: { apps: ['another-app'] } }),
  fault: {
    what: 'a keeper that does not compare apps with the consent',
    edits: [
      {
        module: 'packages/consent/src/coverage.ts',
        find: 'if (!claim.apps.every((app) => bound.apps.some((allowed) => allowed.app === app))) {',
        put: 'if (false) {',
      },
    ],
  },
});
