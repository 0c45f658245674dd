import { releaseControl } from '../release-control.ts';

export const releaseErased = releaseControl({
  id: 'release-erased',
  title: 'what its contributor erased stays closed',
  spoiled: 'a session that was erased',
  spoil: async ({ evidence, person }) => evidence({ person: await person('erased') }),
  fault: {
    what: 'a keeper that forgets erasures',
    edits: [
      {
        module: 'apps/keeper/src/facts/erased.ts',
        find: 'return (erased.get(data.pseudonym) ?? []).some(',
        put: 'return ([] as readonly Erased[]).some(',
      },
    ],
  },
});
