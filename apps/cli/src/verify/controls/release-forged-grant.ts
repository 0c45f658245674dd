import { forge } from '../evidence.ts';
import { signaturesUnchecked } from '../planted/fault.ts';
import { releaseControl } from '../release-control.ts';

export const releaseForgedGrant = releaseControl({
  id: 'release-forged-grant',
  title: 'a grant that was changed after it was signed opens nothing',
  spoiled: 'a grant with a raised quota',
  spoil: async ({ evidence }) => {
    const good = await evidence();
    const raise = (payload: string) => payload.replace('"segments":10', '"segments":99');
    return { ...good, grant: forge(good.grant, raise) };
  },
  fault: {
    what: 'a keeper that checks no signature, and not what the approvals were given for',
    edits: [
      ...signaturesUnchecked,
      {
        module: 'packages/consent/src/approval.ts',
        find: 'if (value.grant !== grant.grant || !sameHash) {',
        put: 'if (!sameHash && false) {',
      },
    ],
  },
});
