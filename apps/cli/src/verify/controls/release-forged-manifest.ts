import { forge } from '../evidence.ts';
import { signaturesUnchecked } from '../planted/fault.ts';
import { releaseControl } from '../release-control.ts';

export const releaseForgedManifest = releaseControl({
  id: 'release-forged-manifest',
  title: 'a manifest that was changed after it was signed opens nothing',
  spoiled: 'a manifest that names another segment',
  spoil: async ({ evidence }) => {
    const good = await evidence();
    const swap = (payload: string) => payload.replace('"0000', '"1111');
    return { ...good, manifest: forge(good.manifest, swap) };
  },
  fault: { what: 'a keeper that checks no signature', edits: signaturesUnchecked },
});
