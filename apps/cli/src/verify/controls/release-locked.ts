import { mustRefuse, type Control } from '../control.ts';

export const releaseLocked: Control = {
  id: 'release-locked',
  title: 'no read in earnest while locked or sealed',
  probe: async (target, { evidence, stewards }) => {
    const { state } = await target.status();
    // Open: what is refused in rehearsal is refused in earnest too.
    const asked = await evidence(state === 'open' ? { approvers: [stewards[0]] } : {});
    await mustRefuse(`a release while the keeper is ${state}`, target.release(asked));
  },
  faultShowsWhen: 'locked',
  fault: {
    what: 'a keeper that releases under a lockdown',
    edits: [
      {
        module: 'apps/keeper/src/release/authorize.ts',
        find: 'if (!request.rehearse) lock.requireOpen();',
        put: '',
      },
      {
        module: 'apps/keeper/src/release/authorize.ts',
        find: "locked: !request.rehearse && lock.state().lock === 'locked',",
        put: 'locked: false,',
      },
    ],
  },
};
