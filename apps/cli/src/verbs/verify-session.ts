/**
 * `understudy verify-session PATH|SESSION…`: replays sessions in a fresh browser, with a
 * negative control. With `--json`, the quality records that `export --quality` takes.
 */
import {
  DistillError,
  openChromiumWorld,
  profileFromName,
  recordingToTrajectory,
  verifySession,
  type Action,
  type Outcome,
  type SessionSource,
} from '@understudy/distill';
import { InvalidArgumentError, type Command } from 'commander';
import { givenSources } from '../given-sources.ts';
import type { RegisterVerb } from '../verb.ts';

interface VerifyOptions {
  readonly url: string;
  readonly expectText: readonly string[];
  readonly expectUrl: readonly string[];
  readonly expectField: readonly Outcome[];
  readonly reset?: string;
  readonly ablate?: boolean;
  readonly chromium: string;
  readonly timeout: number;
}

/** What stands in for withheld typing: from the environment, since arguments are seen by everybody. */
const withheldVariable = 'UNDERSTUDY_WITHHELD_TEXT';

const addTo = (value: string, earlier: readonly string[]): readonly string[] => [...earlier, value];

function addField(value: string, earlier: readonly Outcome[]): readonly Outcome[] {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give it as LABEL=VALUE.');
  return [...earlier, { kind: 'field', label: value.slice(0, at), value: value.slice(at + 1) }];
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError('Give a number of seconds above 0.');
  return seconds;
}

function outcomesOf(options: VerifyOptions, command: Command): readonly Outcome[] {
  const outcomes: Outcome[] = [
    ...options.expectText.map((text) => ({ kind: 'text', text }) as const),
    ...options.expectUrl.map((url) => ({ kind: 'url', url }) as const),
    ...options.expectField,
  ];
  if (outcomes.length > 0) return outcomes;
  return command.error('Say when the task is done: --expect-text, --expect-url or --expect-field.');
}

async function actionsOf(source: SessionSource): Promise<readonly Action[]> {
  const { recording } = await source.open();
  const profile = profileFromName('agentnet');
  const trajectory = await recordingToTrajectory(recording, { profile, images: false });
  const actions: Action[] = [];
  for await (const { action } of trajectory.steps) actions.push(action);
  return actions;
}

export const registerVerifySession: RegisterVerb = (program, context) => {
  const { output } = context;
  const command = program
    .command('verify-session')
    .description('replay sessions of a web page by structure, and check that the outcome is theirs')
    .argument('<paths...>', 'segments (*.mcap), folders of them, or sessions of yours')
    .requiredOption('--url <url>', 'where the task begins')
    .option('--expect-text <text>', 'text that is on the page when the task is done', addTo, [])
    .option('--expect-url <url>', 'the address then; * stands for any part', addTo, [])
    .option('--expect-field <label=value>', 'what a field holds then', addField, [])
    .option('--reset <url>', 'opened before each replay, to put the server back')
    .option('--ablate', 'also replay without each step, to find those that change nothing')
    .option('--chromium <path>', 'the browser', '/usr/bin/chromium')
    .option('--timeout <seconds>', 'how long a control may take to appear', parseSeconds, 5);
  command.action(async (paths: readonly string[], options: VerifyOptions) => {
    const outcomes = outcomesOf(options, command);
    const world = await openChromiumWorld({
      url: options.url,
      outcomes,
      executablePath: options.chromium,
      timeoutMs: options.timeout * 1000,
      withheldText: process.env[withheldVariable] ?? null,
      ...(options.reset === undefined ? {} : { resetUrl: options.reset }),
    });
    let unverified = 0;
    try {
      for (const source of await givenSources(paths, undefined, context)) {
        const record = await verifySession(source.session, await actionsOf(source), world, {
          ablate: options.ablate === true,
          onProgress: (line) => output.progress(line),
        });
        if (record.verdict !== 'verified') unverified += 1;
        output.answer(
          record,
          `${record.session}: ${record.verdict}: ${record.reasons.join('; ')}.`,
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
