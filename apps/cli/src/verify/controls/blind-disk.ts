import { filesBelow, mustBeBlind } from '../disk.ts';
import { Finding, type Control } from '../control.ts';
import { sealingOff } from '../planted/fault.ts';

export const blindDisk: Control = {
  id: 'blind-disk',
  title: 'no file that the vault wrote is readable: no recording, no key',
  needs: 'vaultHome',
  probe: async ({ vaultHome }, { uploadCanary, canary }) => {
    if (vaultHome === null) throw new Finding('The vault’s home was not given.');
    await uploadCanary();
    await mustBeBlind(filesBelow(vaultHome), canary);
  },
  fault: { what: 'a recorder that does not seal', edits: sealingOff },
};
