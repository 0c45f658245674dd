import { filesBelow, mustBeBlind } from '../disk.ts';
import { Finding, type Control } from '../control.ts';
import { sealingOff } from '../planted/fault.ts';

export const blindDisk: Control = {
  id: 'blind-disk',
  title: 'no file that the vault wrote is readable: no recording, no key',
  needs: 'vaultPlace',
  probe: async ({ vaultPlace }, { uploadCanary, canary }) => {
    if (vaultPlace === null) throw new Finding('It was not said where the vault keeps what.');
    await uploadCanary();
    await mustBeBlind(filesBelow(vaultPlace.homeDir), canary);
  },
  fault: { what: 'a recorder that does not seal', edits: sealingOff },
};
