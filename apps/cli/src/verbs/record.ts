/**
 * `understudy record`: consent in words, then a recording that lasts until it
 * is stopped here (Ctrl-C), by `understudy stop`, or by what ends a consent.
 */
import { errorToLine, isId, parseId, tiers, type Tier } from '@understudy/base';
import {
  CompanionError,
  declineConsent,
  deliver,
  ensureCompanion,
  findLiveReceipt,
  giveConsent,
  hasDeclined,
  joinFromFile,
  keepProgram,
  keepProgramFile,
  listPrograms,
  openServers,
  programToWords,
  readJoin,
  requireCompanion,
  requireProgram,
  topTier,
  type Home,
  type KnownProgram,
  type LiveCompanion,
} from '@understudy/companion';
import { createVaultClient } from '@understudy/courier';
import type { CompanionCaptureState } from '@understudy/protocol';
import { Option } from 'commander';
import { askYes } from '../ask.ts';
import type { Output } from '../output.ts';
import { ownHome } from '../own-home.ts';
import type { RegisterVerb } from '../verb.ts';

interface RecordOptions {
  readonly join?: string;
  readonly program?: string;
  readonly tier?: Tier;
  readonly consentTier?: Tier;
  readonly task?: string;
  readonly yes?: boolean;
  readonly resume?: boolean;
  readonly detach?: boolean;
  readonly segmentSeconds?: string;
}

export const registerRecord: RegisterVerb = (program, context) => {
  program
    .command('record')
    .description('record a session, after your consent; ends with Ctrl-C or `understudy stop`')
    .option('--program <program>', 'the id of a program of your vault, or a file with a signed one')
    .option('--task <text>', 'what you set out to do, in your words')
    .addOption(new Option('--tier <tier>', 'how much is recorded').choices(tiers))
    .addOption(
      new Option('--consent-tier <tier>', 'how much you consent to (default: --tier)').choices(
        tiers,
      ),
    )
    .option('--yes', 'consent without being asked: for scripts')
    .option('--join <file>', 'join.json of your operator: which vault, whose keys')
    .option('--resume', 'go on with a session that is paused')
    .option('--detach', 'return once the recording runs')
    .addOption(new Option('--segment-seconds <n>', 'shorter segments: for tests').hideHelp())
    .action(async (options: RecordOptions) => {
      const home = await ownHome(context);
      const { output } = context;
      if (options.resume === true) return resume(home, output);
      if (options.join !== undefined) await joinFromFile(home, options.join);
      const known = await findProgram(home, options.program);
      const tier = await requireConsent(home, known, options, output);
      const live = await ensureCompanion(home, {
        untilIdle: true,
        ...(options.segmentSeconds === undefined
          ? {}
          : { segmentMs: Number(options.segmentSeconds) * 1000 }),
      });
      try {
        await start(live, known, tier, options, output);
      } catch (error) {
        // Started for this recording only, which is refused.
        if (live.spawned) process.kill(live.control.pid, 'SIGTERM');
        throw error;
      }
      if (options.detach !== true) await follow(live, output);
    });
};

async function findProgram(home: Home, given: string | undefined): Promise<KnownProgram> {
  if (given === undefined) return onlyProgram(home);
  if (!isId('program', given)) return keepProgramFile(home, given);
  const id = parseId('program', given);
  try {
    // Unsigned: anybody may read programs, and before a consent the vault need not know this device.
    const vault = createVaultClient({ baseUrl: (await readJoin(home)).vault });
    return await keepProgram(home, (await vault.getProgram({ params: { program: id } })).signed);
  } catch (error) {
    // The vault may be down; what this device knows of the program is as good.
    return requireProgram(home, id).catch(() => {
      throw error;
    });
  }
}

async function onlyProgram(home: Home): Promise<KnownProgram> {
  const known = await listPrograms(home);
  const [only] = known;
  if (only !== undefined && known.length === 1) return only;
  // Who has joined nothing needs that first: there is no list to choose from.
  if (only === undefined) await readJoin(home);
  throw new CompanionError({
    code: 'programUnknown',
    message: `This device knows ${known.length} programs.`,
    remedy: 'Name one with --program; list those of your vault with: understudy programs',
  });
}

/** A live consent that reaches the tier, given now if need be. @returns the tier to record at */
async function requireConsent(
  home: Home,
  known: KnownProgram,
  options: RecordOptions,
  output: Output,
): Promise<Tier> {
  const held = await findLiveReceipt(home, known, options.tier ?? options.consentTier ?? null);
  if (held !== null) return options.tier ?? topTier(held.receipt);
  const { program } = known.program;
  if (options.yes !== true && (await hasDeclined(home, program))) {
    throw new CompanionError({
      code: 'consentNeeded',
      message: `You declined ${known.program.title}, so you are not asked again.`,
      remedy:
        'To decide anew, open your pages with "understudy me", or give --consent-tier TIER --yes.',
    });
  }
  const asked = options.consentTier ?? options.tier ?? known.program.tiers.at(-1) ?? 'motion';
  for (const line of programToWords(known.program, asked)) output.progress(line);
  output.progress('');
  const isYes = options.yes === true || (await askYes('Do you consent?'));
  if (isYes === null) {
    throw new CompanionError({
      code: 'consentNeeded',
      message: 'Recording needs your consent, and nobody is at the terminal to give it.',
      remedy: `Run it in a terminal, or decide in advance with: --consent-tier ${asked} --yes`,
    });
  }
  if (!isYes) {
    await declineConsent(home, program);
    throw new CompanionError({
      code: 'consentNeeded',
      message: 'You did not consent, so nothing is recorded.',
      remedy: 'Nothing else is needed; you can change your mind at any time.',
    });
  }
  const given = await giveConsent(home, known, asked);
  output.progress(`Signed your receipt ${given.receipt.receipt}.`);
  await sendReceipt(home, output);
  return options.tier ?? topTier(given.receipt);
}

/** The vault may be down: recording needs the keeper only, and the receipt waits. */
async function sendReceipt(home: Home, output: Output): Promise<void> {
  try {
    const { waiting, refused } = await deliver(home, await openServers(home), {
      only: ({ kind }) => kind !== 'session',
    });
    const [trouble] = [...refused, ...waiting];
    if (trouble !== undefined) output.progress(`The receipt waits: ${trouble.words}`);
  } catch (error) {
    output.progress(`The receipt waits: ${errorToLine(error)}`);
  }
}

async function start(
  { client, control }: LiveCompanion,
  known: KnownProgram,
  tier: Tier,
  { task }: RecordOptions,
  output: Output,
): Promise<void> {
  const state = await client.call('start', {
    body: { program: known.program.program, tier, ...(task === undefined ? {} : { task }) },
  });
  if (state.kind === 'idle') return;
  const { session } = state;
  output.answer(
    { session, pid: control.pid, tier, program: known.program.program, url: control.url },
    `Recording session ${session} (${tier}). Stop with Ctrl-C or: understudy stop`,
  );
}

/** Until the recording has ended. Ctrl-C stops it rather than leaving it behind. */
async function follow({ client }: LiveCompanion, output: Output): Promise<void> {
  const gone = new AbortController();
  const onInterrupt = (): void => {
    output.progress('Stopping.');
    void client.call('stop').catch(() => gone.abort());
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  let shown = '';
  let end: { reason: string; words: string } | null = null;
  try {
    for await (const event of client.events(gone.signal)) {
      if (event.kind !== 'capture') continue;
      const { state } = event;
      if (state.kind === 'idle') {
        end = state.last;
        break;
      }
      const line = captureLine(state);
      if (line !== shown) output.progress(line);
      shown = line;
    }
  } catch {
    // The companion ended with its recording; `sessions` has the outcome.
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
  if (end === null) {
    throw new CompanionError({
      code: 'companionGone',
      message: 'The recorder ended without a word.',
      remedy: 'See what was kept with: understudy sessions',
    });
  }
  output.progress(end.words);
  if (!['person', 'withdrawn', 'shutdown'].includes(end.reason)) {
    throw new CompanionError({
      code: 'sessionClosed',
      message: end.words,
      remedy: 'What was sealed until then is kept: understudy sessions',
    });
  }
}

async function resume(home: Home, output: Output): Promise<void> {
  const { client } = await requireCompanion(home);
  const state = await client.call('resume');
  output.answer(
    { state: state.kind },
    state.kind === 'recording' ? 'Recording again.' : state.kind,
  );
}

/** Who paused it by hand, or is ending it, needs no hint. */
function captureLine(state: Exclude<CompanionCaptureState, { kind: 'idle' }>): string {
  if (state.kind === 'recording') return 'Recording.';
  if (state.kind === 'paused' && (state.by === 'person' || state.by === 'ending')) {
    return state.words;
  }
  return `${state.words} To go on: understudy record --resume`;
}
