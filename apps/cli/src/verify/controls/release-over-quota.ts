import { releaseControl } from '../release-control.ts';

export const releaseOverQuota = releaseControl({
  id: 'release-over-quota',
  title: 'no more than the quota',
  spoiled: 'more bytes than the quota',
  spoil: ({ evidence }) => evidence({ grant: { quota: { segments: 1, bytes: 1 } } }),
  fault: {
    what: 'a keeper that does not count bytes',
    edits: [
      {
        module: 'apps/keeper/src/release/quota.ts',
        find: 'used.bytes + pending.bytes + bytes <= grant.quota.bytes;',
        put: 'true;',
      },
    ],
  },
});
