import { signaturesUnchecked } from '../planted/fault.ts';
import { releaseControl } from '../release-control.ts';

export const releaseForgedClaim = releaseControl({
  id: 'release-forged-claim',
  title: 'only the researcher of a grant claims on it',
  spoiled: 'a claim signed by somebody else',
  spoil: ({ evidence, stranger }) => evidence({ claimer: stranger }),
  fault: { what: 'a keeper that checks no signature', edits: signaturesUnchecked },
});
