/** `understudy pause`: closes every hook until `understudy record --resume`. */
import { requireCompanion } from '@understudy/companion';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';

export const registerPause: RegisterVerb = (program, context) => {
  program
    .command('pause')
    .description('stop capturing for now; go on with `understudy record --resume`')
    .action(async () => {
      const { client } = await requireCompanion(await ownHome(context));
      const state = await client.call('pause');
      context.output.answer(
        { state: state.kind, ...(state.kind === 'idle' ? {} : { session: state.session }) },
        state.kind === 'idle' ? 'Nothing is being recorded.' : 'Paused: nothing is captured.',
      );
    });
};
