import { filesBelow, mustBeBlind } from '../disk.ts';
import { Finding, type Control } from '../control.ts';
import { sealingOff } from '../planted/fault.ts';

export const blindBlob: Control = {
  id: 'blind-blob',
  title: 'a segment taken from the vault’s storage is an age file, and nothing else',
  needs: 'vaultHome',
  probe: async ({ vaultHome }, { uploadCanary, canary }) => {
    if (vaultHome === null) throw new Finding('The vault’s home was not given.');
    const { segment, sizeBytes } = await uploadCanary();
    for await (const { place, bytes } of filesBelow(vaultHome)) {
      if (!place.endsWith(segment)) continue;
      await mustBeBlind([{ place, bytes }], canary);
      const sealed = Buffer.from(bytes).subarray(0, 21).toString() === 'age-encryption.org/v1';
      if (!sealed || bytes.length !== sizeBytes) throw new Finding(`${place} is no age file.`);
      return;
    }
    throw new Finding('The uploaded segment is not in the vault’s home.');
  },
  fault: { what: 'a recorder that does not seal', edits: sealingOff },
};
