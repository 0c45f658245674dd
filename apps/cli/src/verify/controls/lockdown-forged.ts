import { signOrder } from '@understudy/consent';
import { mustRefuse, type Control } from '../control.ts';
import { signaturesUnchecked } from '../planted/fault.ts';

export const lockdownForged: Control = {
  id: 'lockdown-forged',
  title: 'nobody but a steward locks',
  probe: async (target, { stranger, stewards, clock }) => {
    const [{ steward }] = stewards;
    const order = await signOrder(
      { kind: 'lockdown', steward, reason: 'A control probe.' },
      stranger,
      clock,
    );
    await mustRefuse('a forged lockdown', target.lockdown(order));
  },
  fault: { what: 'a keeper that checks no signature', edits: signaturesUnchecked },
};
