import { readStoredSegment } from '@understudy/vault';
import { mustBeBlind } from '../disk.ts';
import { Finding, type Control } from '../control.ts';
import { sealingOff } from '../planted/fault.ts';

export const blindBlob: Control = {
  id: 'blind-blob',
  title: 'a segment taken from the vault’s disk or bucket is an age file, and nothing else',
  needs: 'vaultPlace',
  probe: async ({ vaultPlace }, { uploadCanary, canary }) => {
    if (vaultPlace === null) throw new Finding('It was not said where the vault keeps what.');
    const { segment, sizeBytes } = await uploadCanary();
    const bytes = await readStoredSegment(vaultPlace, segment);
    const place = 'The stored segment';
    await mustBeBlind([{ place, bytes }], canary);
    const sealed = Buffer.from(bytes).subarray(0, 21).toString() === 'age-encryption.org/v1';
    if (!sealed || bytes.length !== sizeBytes) throw new Finding(`${place} is no age file.`);
  },
  plantedIn: ({ s3 }) => (s3 === undefined ? {} : { s3 }),
  fault: { what: 'a recorder that does not seal', edits: sealingOff },
};
