/**
 * `understudy check DIR`: what is wrong with a dataset, and, with a vault, which
 * of its sessions must go; exit 1 where anything is. `--drop` makes the copy
 * without them.
 */
import {
  checkDataset,
  DistillError,
  dropSessions,
  readManifest,
  readSessions,
  type Problem,
} from '@understudy/distill';
import type { Command } from 'commander';
import { countOf } from '../count.ts';
import { staleSessions } from '../stale-sessions.ts';
import type { RegisterVerb, VerbContext } from '../verb.ts';

interface CheckOptions {
  readonly vault?: string;
  readonly key?: string;
  readonly gone?: readonly string[];
  readonly drop?: string;
}

/** More problems than anybody reads. */
const mostLines = 100;

async function run(
  dir: string,
  options: CheckOptions,
  command: Command,
  { output }: VerbContext,
): Promise<void> {
  const { vault, key, gone = [], drop } = options;
  if ((vault === undefined) !== (key === undefined)) {
    return command.error('Staleness needs both --vault URL and --key FILE.');
  }
  const manifest = await readManifest(dir);
  const all = await readSessions(dir);
  const found =
    vault === undefined || key === undefined ? [] : await staleSessions(all, vault, key);
  const stale = new Set([...gone, ...found]);
  const held = all.filter(({ session }) => stale.has(session));
  if (drop !== undefined) {
    const { sessions } = await dropSessions(dir, stale, drop);
    const steps = sessions.reduce((sum, session) => sum + session.steps, 0);
    output.answer(
      { dropped: held.map(({ session }) => session), out: drop, sessions: sessions.length, steps },
      `Dropped ${countOf(held.length, 'session')}; ${drop} holds ${countOf(sessions.length, 'session')}, ${countOf(steps, 'step')}. Delete ${dir}.`,
    );
    return;
  }
  const problems: readonly Problem[] = [
    ...(await checkDataset(dir)),
    ...held.map(({ session, steps }) => ({
      where: session,
      what: `it was withdrawn or erased: its ${countOf(steps, 'step')} must go`,
    })),
  ];
  for (const { where, what, isNotice } of problems.slice(0, mostLines)) {
    const notice = isNotice === true ? { notice: true } : {};
    output.answer({ where, what, ...notice }, `${where}: ${what}`);
  }
  if (held.length > 0) {
    throw new DistillError({
      code: 'stale',
      message: `The dataset is stale: ${held.length} of its ${countOf(all.length, 'session')} may not be used any more.`,
      remedy: `Run the same command with --drop NEW, then delete this copy.`,
    });
  }
  const grave = problems.filter(({ isNotice }) => isNotice !== true);
  if (grave.length > 0) {
    throw new DistillError({
      code: 'badDataset',
      message: `The dataset fails ${countOf(grave.length, 'check')}.`,
      remedy: 'Export it again.',
    });
  }
  const steps = manifest.sessions.reduce((sum, session) => sum + session.steps, 0);
  output.answer(
    { ok: true, format: manifest.format, sessions: manifest.sessions.length, steps },
    `Sound: ${manifest.format}, ${countOf(manifest.sessions.length, 'session')}, ${countOf(steps, 'step')}.`,
  );
}

export const registerCheck: RegisterVerb = (program, context) => {
  const command = program
    .command('check')
    .description('check a dataset against the rules of its format, and whether it is stale')
    .argument('<dir>', 'a folder that "understudy export" made')
    .option('--vault <url>', 'ask this vault which sessions may still be read')
    .option('--key <file>', 'the key file of the researcher')
    .option('--gone <sessions...>', 'sessions that must go, where no vault can be asked')
    .option('--drop <dir>', 'make the copy without the sessions that must go');
  command.action((dir: string, options: CheckOptions) => run(dir, options, command, context));
};
