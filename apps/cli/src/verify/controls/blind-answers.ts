import { mustBeBlind } from '../disk.ts';
import type { Control } from '../control.ts';
import { sealingOff } from '../planted/fault.ts';

export const blindAnswers: Control = {
  id: 'blind-answers',
  title: 'what the vault serves of a recording is sealed',
  probe: async (target, { uploadCanary, person, canary }) => {
    const { segment } = await uploadCanary();
    const { key } = await person('sound');
    const bytes = await target.fetchSegment(key, segment);
    await mustBeBlind([{ place: 'The segment as the vault serves it', bytes }], canary);
  },
  fault: { what: 'a recorder that does not seal', edits: sealingOff },
};
