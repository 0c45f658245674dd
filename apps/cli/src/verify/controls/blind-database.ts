import { valuesOfDatabase } from '@understudy/vault';
import { mustBeBlind } from '../disk.ts';
import { Finding, type Control } from '../control.ts';
import { sealingOff } from '../planted/fault.ts';

export const blindDatabase: Control = {
  id: 'blind-database',
  title: 'no value of the vault’s database is readable: no recording, no key',
  needs: 'vaultPlace',
  probe: async ({ vaultPlace }, { uploadCanary, canary }) => {
    if (vaultPlace === null) throw new Finding('It was not said where the vault keeps what.');
    const { segment } = await uploadCanary();
    await mustBeBlind(valuesOfDatabase(vaultPlace), canary, segment);
  },
  plantedIn: ({ postgresUrl }) => (postgresUrl === undefined ? {} : { postgresUrl }),
  fault: {
    what: 'a vault that copies unsealed uploads into its database',
    edits: [
      ...sealingOff,
      {
        module: 'apps/vault/src/segments.ts',
        find: 'atMost(body, row.sizeBytes - offset))',
        put: "(async function* () { for await (const piece of atMost(body, row.sizeBytes - offset)) { await world.db.updateTable('segments').set({ sha256: Buffer.from(piece).toString('base64') }).where('segment', '=', segment).execute(); yield piece; } })())",
      },
    ],
  },
};
