/** `understudy cut`: takes a stretch of time, or one step, out of a session before it is shared. */
import { parseId } from '@understudy/base';
import {
  CompanionError,
  cutSession,
  dropStep,
  readSession,
  readTimeline,
  sessionToWire,
} from '@understudy/companion';
import { ownHome } from '../own-home.ts';
import { nsToText, textToNs } from '../session-time.ts';
import type { RegisterVerb } from '../verb.ts';

interface CutOptions {
  readonly from?: number;
  readonly to?: number;
  readonly step?: string;
}

export const registerCut: RegisterVerb = (program, context) => {
  program
    .command('cut')
    .description('take a stretch of time, or one step, out of a session for good')
    .argument('<session>')
    .option('--from <time>', 'where the cut begins, as in 0:12', textToNs)
    .option('--to <time>', 'where it ends, as in 0:20', textToNs)
    .option('--step <number>', 'drop what you did in this step of the review; pictures stay')
    .action(async (given: string, { from, to, step }: CutOptions) => {
      const home = await ownHome(context);
      const session = parseId('session', given);
      if (step !== undefined) {
        const { steps } = await readTimeline(home, await readSession(home, session));
        const found = steps.find(({ index }) => String(index) === step);
        if (found === undefined) {
          throw new CompanionError({
            code: 'badEdit',
            message: `Session ${session} has no step ${step}.`,
            remedy: `See its steps with: understudy --json review ${session}`,
          });
        }
        const range = { fromNs: found.startNs, toNs: found.endNs + 1 };
        context.output.answer(
          sessionToWire(await dropStep(home, session, range)),
          `Dropped step ${step} of ${session}.`,
        );
        return;
      }
      if (from === undefined || to === undefined) {
        throw new CompanionError({
          code: 'badEdit',
          message: 'A cut needs a beginning and an end, or a step.',
          remedy: 'Give --from and --to, or --step.',
        });
      }
      const state = await cutSession(home, session, { fromNs: from, toNs: to });
      context.output.answer(
        sessionToWire(state),
        `Cut ${nsToText(from)} to ${nsToText(to)} out of ${session}.`,
      );
    });
};
