/**
 * `understudy review`: the steps of a session and what was
 * covered in it, opened with one's own key, in memory. Approves nothing by
 * itself: only the person, or rules that the person wrote.
 */
import { parseId } from '@understudy/base';
import {
  checkRules,
  CompanionError,
  markReviewed,
  problemToWords,
  readReviewRules,
  readSession,
  readTimeline,
  setOutcome,
} from '@understudy/companion';
import type { CompanionStep } from '@understudy/protocol';
import { Option } from 'commander';
import { askYes } from '../ask.ts';
import { toOneLine } from '../one-line.ts';
import { ownHome } from '../own-home.ts';
import { nsToText } from '../session-time.ts';
import type { RegisterVerb } from '../verb.ts';

interface ReviewOptions {
  readonly approve?: boolean;
  readonly rules?: string;
  readonly outcome?: 'unknown' | 'success' | 'failure';
}

export const registerReview: RegisterVerb = (program, context) => {
  const { output } = context;
  program
    .command('review')
    .description('what a session holds, step by step; it cannot be shared before')
    .argument('<session>')
    .option('--approve', 'you looked at it: it may be shared')
    .option('--rules <file>', 'approve it only if these rules allow all of it')
    .addOption(
      new Option('--outcome <outcome>', 'how the task ended').choices([
        'unknown',
        'success',
        'failure',
      ]),
    )
    .action(async (given: string, options: ReviewOptions) => {
      const home = await ownHome(context);
      const session = parseId('session', given);
      const state = await readSession(home, session);
      const timeline = await readTimeline(home, state);
      if (timeline.task !== null) output.progress(`Task: ${timeline.task}`);
      for (const step of timeline.steps) {
        output.answer(
          { step: step.index, ...step },
          `${nsToText(step.startNs).padStart(8)}  ${stepToLine(step)}`,
        );
      }
      for (const { count, kind, channel, rule } of timeline.covered) {
        output.answer(
          { covered: kind, channel, rule, count },
          `covered ${count} times: ${kind} in ${channel} (${rule})`,
        );
      }
      for (const problem of state.problems) {
        output.progress(`Does not add up: ${problemToWords(problem)}.`);
      }
      if (options.outcome !== undefined) await setOutcome(home, session, options.outcome);

      const { kind } = state.status;
      if (options.rules !== undefined) {
        const verdict = checkRules(await readReviewRules(options.rules), state);
        if (verdict.kind === 'undecided') {
          throw new CompanionError({
            code: 'notReviewed',
            message: `The rules do not allow session ${session}: ${verdict.reasons.join('; ')}.`,
            remedy: `Look at it yourself, then: understudy review ${session} --approve`,
          });
        }
        await markReviewed(home, session, 'rules');
      } else if (options.approve !== true && (kind === 'shared' || kind === 'sharing')) {
        output.progress(
          `Shared as it is here. To change it, take it back: understudy share --take-back ${session}`,
        );
        return;
      } else if (
        options.approve === true ||
        (await askYes('Have you looked at it, and may it be shared later?')) === true
      ) {
        await markReviewed(home, session, 'person');
      } else {
        output.progress(`Not approved. To share it: understudy review ${session} --approve`);
        return;
      }
      output.answer(
        { session, reviewed: true, steps: timeline.steps.length },
        `Reviewed. Share it with: understudy share ${session}`,
      );
    });
};

/**
 * `click "Save" (button) in chromium`: the step's own values; sentences are the page's.
 * Names, roles and apps are attacker-controlled: nothing that a terminal obeys.
 */
function stepToLine(step: CompanionStep): string {
  const { kind, target, app } = step;
  return toOneLine(
    [
      kind,
      ...deedOf(step),
      ...(target === null ? [] : [`${JSON.stringify(target.name)} (${target.role})`]),
      ...(app === '' ? [] : [`in ${app}`]),
    ].join(' '),
  );
}

function deedOf(step: CompanionStep): readonly string[] {
  if (step.kind === 'scroll') return [step.direction];
  if (step.kind === 'type') {
    return step.text === null
      ? [`${step.keyCount} keys that were not recorded:`]
      : [`${JSON.stringify(step.text)}:`];
  }
  if (step.kind === 'choose') return [`${JSON.stringify(step.text)}:`];
  if (step.kind === 'copy' || step.kind === 'cut' || step.kind === 'paste') {
    return step.text === null ? [] : [`${JSON.stringify(step.text)}:`];
  }
  if (step.kind === 'press' || step.kind === 'hotkey') {
    return [step.keys.join('+'), ...(step.presses > 1 ? [`${step.presses} times`] : [])];
  }
  return [];
}
