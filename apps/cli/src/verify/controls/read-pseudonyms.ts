import { mustAllow, mustRefuse, type Control } from '../control.ts';
import { policyEdit } from '../planted/fault.ts';

export const readPseudonyms: Control = {
  id: 'read-pseudonyms',
  title: 'only a steward learns whom the log means',
  probe: async (target, { person, stewards, stranger }) => {
    const { key } = await person('sound');
    await mustRefuse('pseudonyms, for a device', target.resolvePseudonyms(key));
    await mustRefuse('pseudonyms, for a stranger', target.resolvePseudonyms(stranger));
    await mustRefuse('pseudonyms, for nobody', target.resolvePseudonyms(null));
    await mustAllow('pseudonyms, for a steward', target.resolvePseudonyms(stewards[0].key));
  },
  fault: {
    what: 'a keeper that tells whoever has a key',
    edits: [
      {
        module: 'packages/protocol/src/keeper-routes.ts',
        find: "path: '/v1/pseudonyms',\n    repeatable: true,\n    callers: ['steward'],",
        put: "path: '/v1/pseudonyms',\n    repeatable: true,\n    callers: ['steward', 'device'],",
      },
      policyEdit(
        'principal is Understudy::Steward,\n  action in [Understudy::Action::"fileReport"',
        'principal,\n  action in [Understudy::Action::"fileReport"',
      ),
    ],
  },
};
