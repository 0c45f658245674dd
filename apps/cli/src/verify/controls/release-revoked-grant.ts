import { signOrder } from '@understudy/consent';
import { releaseControl } from '../release-control.ts';

export const releaseRevokedGrant = releaseControl({
  id: 'release-revoked-grant',
  title: 'a grant that a steward took back opens nothing',
  spoiled: 'a grant that was revoked',
  spoil: async ({ evidence, stewards, clock, revokeGrant }) => {
    const good = await evidence();
    const [{ steward, key }] = stewards;
    const reason = 'A control probe.';
    await revokeGrant(
      await signOrder({ kind: 'revokeGrant', steward, grant: good.grantId, reason }, key, clock),
    );
    return good;
  },
  fault: {
    what: 'a keeper that forgets which grants were taken back',
    edits: [
      {
        module: 'apps/keeper/src/facts/facts.ts',
        find: 'facts.revokedGrants.add(entry.grant);',
        put: '',
      },
    ],
  },
});
