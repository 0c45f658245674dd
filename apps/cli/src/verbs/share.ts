/** `understudy share`: sends reviewed sessions to the vault, sealed; resumes what was broken off. */
import { parseId, type SessionId } from '@understudy/base';
import {
  checkRules,
  CompanionError,
  deliver,
  listPending,
  markReviewed,
  openServers,
  readReviewRules,
  readSession,
  shareSession,
  takeBackSession,
  type Home,
} from '@understudy/companion';
import { countOf } from '../count.ts';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';

interface ShareOptions {
  readonly rules?: string;
  readonly takeBack?: boolean;
}

export const registerShare: RegisterVerb = (program, context) => {
  const { output } = context;
  program
    .command('share')
    .description('send a reviewed session to the vault; without one, what still waits')
    .argument('[session]')
    .option('--rules <file>', 'share it unreviewed only if these rules allow all of it')
    .option('--take-back', 'erase what was shared, and keep a copy here that can be changed')
    .action(async (given: string | undefined, options: ShareOptions) => {
      const home = await ownHome(context);
      if (given !== undefined && options.takeBack === true) {
        const session = parseId('session', given);
        const copy = await takeBackSession(home, await openServers(home), session);
        output.progress(`Taken back: ${copy.session} is its copy, only here.`);
      } else if (given !== undefined) {
        await approve(home, parseId('session', given), options.rules);
      }
      const waiting = await listPending(home);
      if (waiting.length === 0) output.progress('Nothing waits to be sent.');
      let shown = -1;
      const delivery = await deliver(home, await openServers(home), {
        onProgress: (session, { segments, totalSegments, doneBytes, totalBytes }) => {
          if (segments !== shown) {
            output.progress(
              `${session}: ${segments} of ${totalSegments} segments, ${doneBytes} of ${totalBytes} bytes.`,
            );
          }
          shown = segments;
        },
      });
      for (const one of delivery.delivered) {
        if (one.kind !== 'session') continue;
        const state = await readSession(home, one.session);
        output.answer(
          { session: one.session, segments: state.segments.length, state: state.status.kind },
          `Shared ${one.session}: ${countOf(state.segments.length, 'segment')}.`,
        );
      }
      const [trouble] = [...delivery.refused, ...delivery.waiting];
      if (trouble !== undefined) {
        throw new CompanionError({
          code: 'sendingFailed',
          message: `Not everything was sent (${trouble.pending.kind}): ${trouble.words}`,
          remedy: 'What is sealed is kept; send it again with: understudy share',
        });
      }
    });
};

async function approve(home: Home, session: SessionId, rulesFile: string | undefined) {
  const state = await readSession(home, session);
  if (rulesFile !== undefined && !state.reviewed) {
    const verdict = checkRules(await readReviewRules(rulesFile), state);
    if (verdict.kind === 'undecided') {
      throw new CompanionError({
        code: 'notReviewed',
        message: `The rules do not allow session ${session}: ${verdict.reasons.join('; ')}.`,
        remedy: `Look at it yourself: understudy review ${session}`,
      });
    }
    await markReviewed(home, session, 'rules');
  }
  await shareSession(home, session);
}
