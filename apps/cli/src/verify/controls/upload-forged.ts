import { signaturesUnchecked } from '../planted/fault.ts';
import { anotherSession } from '../probe-person.ts';
import { uploadControl } from '../upload-control.ts';

export const uploadForged = uploadControl({
  id: 'upload-forged',
  title: 'no upload whose manifest another key signed',
  spoiled: 'an upload whose manifest a stranger signed',
  spoil: async ({ person, stranger, clock }) => {
    const sound = await person('sound');
    return { ...(await anotherSession(sound, {}, clock, stranger)), caller: sound.key };
  },
  fault: { what: 'a vault that checks no signature', edits: signaturesUnchecked },
});
