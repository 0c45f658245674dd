/** `understudy verify-session PATH…`: replays sessions in a fresh browser, with a negative control. */
import {
  DistillError,
  localSources,
  openChromiumWorld,
  profileFromName,
  recordingToTrajectory,
  verifySession,
  type Action,
} from '@understudy/distill';
import type { RegisterVerb } from '../verb.ts';

interface VerifyOptions {
  readonly url: string;
  readonly expectText: string;
  readonly reset?: string;
  readonly ablate?: boolean;
  readonly chromium: string;
  readonly timeout: string;
}

/** What stands in for withheld typing: from the environment, since arguments are seen by everybody. */
const withheldVariable = 'UNDERSTUDY_WITHHELD_TEXT';

export const registerVerifySession: RegisterVerb = (program, { output }) => {
  program
    .command('verify-session')
    .description('replay sessions of a web page by structure, and check that the outcome is theirs')
    .argument('<paths...>', 'segments (*.mcap) or folders of them')
    .requiredOption('--url <url>', 'where the task begins')
    .requiredOption('--expect-text <text>', 'text that is on the page when the task is done')
    .option('--reset <url>', 'opened before each replay, to put the server back')
    .option('--ablate', 'also replay without each step, to find those that change nothing')
    .option('--chromium <path>', 'the browser', '/usr/bin/chromium')
    .option('--timeout <seconds>', 'how long a control may take to appear', '5')
    .action(async (paths: readonly string[], options: VerifyOptions) => {
      const timeoutMs = Number(options.timeout) * 1000;
      const world = await openChromiumWorld({
        url: options.url,
        expectText: options.expectText,
        executablePath: options.chromium,
        timeoutMs,
        ...(options.reset === undefined ? {} : { resetUrl: options.reset }),
      });
      let unverified = 0;
      try {
        for (const source of await localSources(paths)) {
          const { recording } = await source.open();
          const profile = profileFromName('agentnet');
          const trajectory = await recordingToTrajectory(recording, { profile, images: false });
          const actions: Action[] = [];
          for await (const { action } of trajectory.steps) actions.push(action);
          const record = await verifySession(source.session, actions, world, {
            withheldText: process.env[withheldVariable] ?? null,
            timeoutMs,
            ablate: options.ablate === true,
            onProgress: (line) => output.progress(line),
          });
          if (record.verdict !== 'verified') unverified += 1;
          const { session, verdict, reasons, steps } = record;
          output.answer(
            { session, verdict, reasons: [...reasons], steps: steps.map((step) => ({ ...step })) },
            `${session}: ${verdict}: ${reasons.join('; ')}.`,
          );
        }
      } finally {
        await world.close();
      }
      if (unverified > 0) {
        throw new DistillError({
          code: 'replayFailed',
          message: `${unverified} sessions could not be verified.`,
          remedy: 'Read the reasons above; a session that cannot be replayed may still be right.',
        });
      }
    });
};
