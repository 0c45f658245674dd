import { join } from 'node:path';
import { mustBeBlind, valuesOfDatabase } from '../disk.ts';
import { Finding, type Control } from '../control.ts';
import { sealingOff } from '../planted/fault.ts';

export const blindDatabase: Control = {
  id: 'blind-database',
  title: 'no value of the vault’s database is readable: no recording, no key',
  needs: 'vaultHome',
  probe: async ({ vaultHome }, { uploadCanary, canary }) => {
    if (vaultHome === null) throw new Finding('The vault’s home was not given.');
    await uploadCanary();
    await mustBeBlind(valuesOfDatabase(join(vaultHome, 'vault.sqlite')), canary);
  },
  fault: {
    what: 'a vault that copies unsealed uploads into its database',
    edits: [
      ...sealingOff,
      {
        module: 'apps/vault/src/segments.ts',
        find: 'offset,\n    atMost(body, row.sizeBytes - offset),',
        put: "offset,\n    (async function* () { for await (const piece of atMost(body, row.sizeBytes - offset)) { await world.db.updateTable('segments').set({ sha256: Buffer.from(piece).toString('base64') }).where('segment', '=', segment).execute(); yield piece; } })(),",
      },
    ],
  },
};
