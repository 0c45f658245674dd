/**
 * `understudy verify-session PATH|SESSION…`: replays sessions in a fresh browser (`--url`)
 * or on a virtual desktop (`--display`, `--run`), with a negative control. With `--json`,
 * the quality records that `export --quality` takes.
 */
import {
  DistillError,
  openChromiumWorld,
  profileFromName,
  recordingToEndState,
  recordingToTrajectory,
  verifySession,
  type Action,
  type Outcome,
  type ReplayWorld,
  type SessionSource,
} from '@understudy/distill';
import { InvalidArgumentError, type Command } from 'commander';
import { openDesktopReplay, type ExpectedEnd } from '../desktop-replay.ts';
import { givenSources } from '../given-sources.ts';
import type { RegisterVerb } from '../verb.ts';

interface VerifyOptions {
  readonly url?: string;
  readonly display?: string;
  readonly run?: string;
  readonly expectText: readonly string[];
  readonly expectUrl: readonly string[];
  readonly expectField: readonly Outcome[];
  readonly expectScreen?: number;
  readonly reset?: string;
  readonly ablate?: boolean;
  readonly chromium: string;
  readonly timeout: number;
}

/** What stands in for withheld typing: from the environment, since arguments are seen by everybody. */
const withheldText = process.env['UNDERSTUDY_WITHHELD_TEXT'] ?? null;

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

function parseShare(text: string): number {
  const percent = Number(text);
  if (!(percent > 0 && percent <= 100)) throw new InvalidArgumentError('Give 1 to 100 percent.');
  return percent / 100;
}

function outcomesOf(options: VerifyOptions, command: Command): readonly Outcome[] {
  const outcomes: Outcome[] = [
    ...options.expectText.map((text) => ({ kind: 'text', text }) as const),
    ...options.expectUrl.map((url) => ({ kind: 'url', url }) as const),
    ...options.expectField,
  ];
  if (outcomes.length > 0 || options.expectScreen !== undefined) return outcomes;
  return command.error(
    'Say when the task is done: --expect-text, --expect-url, --expect-field or --expect-screen.',
  );
}

interface OpenReplay {
  worldFor(source: SessionSource): Promise<ReplayWorld>;
  close(): Promise<void>;
}

/** @throws DistillError `noEndState`. */
async function expectedEnd(source: SessionSource, atLeast: number): Promise<ExpectedEnd> {
  const state = await recordingToEndState((await source.open()).recording);
  if (state !== null) return { state, atLeast };
  throw new DistillError({
    code: 'noEndState',
    message: `Session ${source.session} does not tell how its screen ended: it has no frames, or the last is like the first.`,
    remedy: 'Say when the task is done with --expect-text.',
  });
}

async function openDesktop(
  options: VerifyOptions & { readonly display: string; readonly run: string },
  outcomes: readonly Outcome[],
  command: Command,
): Promise<OpenReplay> {
  const { display, run, expectScreen, timeout } = options;
  const outcome = outcomes.flatMap((one) => (one.kind === 'text' ? [one.text] : []));
  if (outcome.length < outcomes.length) {
    command.error('On a desktop, say when the task is done with --expect-text or --expect-screen.');
  }
  const timeoutMs = timeout * 1000;
  const replay = await openDesktopReplay({ display, run, outcome, timeoutMs, withheldText });
  return {
    worldFor: async (source) =>
      replay.worldUntil(
        expectScreen === undefined ? null : await expectedEnd(source, expectScreen),
      ),
    close: () => replay.close(),
  };
}

async function openReplay(options: VerifyOptions, command: Command): Promise<OpenReplay> {
  const { url, display, run } = options;
  const outcomes = outcomesOf(options, command);
  if (display !== undefined && run !== undefined) {
    return openDesktop({ ...options, display, run }, outcomes, command);
  }
  if (url === undefined) return command.error('Give --url, or --display and --run.');
  if (options.expectScreen !== undefined) {
    command.error('A page has its own size: give --expect-screen with --display only.');
  }
  const world = await openChromiumWorld({
    url,
    outcomes,
    executablePath: options.chromium,
    timeoutMs: options.timeout * 1000,
    withheldText,
    ...(options.reset === undefined ? {} : { resetUrl: options.reset }),
  });
  return { worldFor: () => Promise.resolve(world), close: () => world.close() };
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
    .description('replay sessions by structure, and check that the outcome is theirs')
    .argument('<paths...>', 'segments (*.mcap), folders of them, or sessions of yours')
    .option('--url <url>', 'the page where the task begins')
    .option('--display <name>', 'the virtual desktop to work on; hands will type there')
    .option('--run <command>', 'the program on that desktop with which the task begins')
    .option('--expect-text <text>', 'text that is on the page when the task is done', addTo, [])
    .option('--expect-url <url>', 'the address then; * stands for any part', addTo, [])
    .option('--expect-field <label=value>', 'what a field holds then', addField, [])
    .option(
      '--expect-screen <percent>',
      'on a desktop: so much of what the session changed looks as at its end',
      parseShare,
    )
    .option('--reset <url>', 'opened before each replay, to put the server back')
    .option('--ablate', 'also replay without each step, to find those that change nothing')
    .option('--chromium <path>', 'the browser', '/usr/bin/chromium')
    .option('--timeout <seconds>', 'how long a control may take to appear', parseSeconds, 5);
  command.action(async (paths: readonly string[], options: VerifyOptions) => {
    const replay = await openReplay(options, command);
    let unverified = 0;
    try {
      for (const source of await givenSources(paths, undefined, context)) {
        const world = await replay.worldFor(source);
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
      await replay.close();
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
