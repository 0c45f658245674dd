/** `understudy stop`: ends the session; what was captured is sealed and stays here. */
import { problemToWords, requireCompanion } from '@understudy/companion';
import { countOf } from '../count.ts';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';

export const registerStop: RegisterVerb = (program, context) => {
  program
    .command('stop')
    .description('end the recording; nothing leaves this computer before you share it')
    .action(async () => {
      const { client } = await requireCompanion(await ownHome(context));
      const ended = await client.call('stop');
      if (ended === null) {
        context.output.answer({ session: null }, 'Nothing was being recorded.');
        return;
      }
      const { session, segments, accounting, durationNs } = ended;
      const problems = ended.problems.map(problemToWords);
      context.output.answer(
        {
          session,
          segments: segments.length,
          sealedBytes: segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
          accounting,
          durationNs,
          problems,
        },
        [
          `Session ${session} ended: ${countOf(segments.length, 'sealed segment')}, ${countOf(accounting.kept, 'event')} kept.`,
          ...problems.map((problem) => `Does not add up: ${problem}.`),
          `Look at it: understudy review ${session}`,
        ].join('\n'),
      );
    });
};
