#!/usr/bin/env node
/** `understudy`: the same verbs for people, scripts and tests. */
import { UnderstudyError } from '@understudy/base';
import { Command, CommanderError } from 'commander';
import { homedir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { createOutput } from './output.ts';
import type { VerbContext } from './verb.ts';
import { verbOf, verbs } from './verbs.ts';

interface GlobalOptions {
  readonly home?: string;
  readonly json?: boolean;
}

const program = new Command('understudy')
  .description(
    'Records how people use computers, only with their consent, and makes it training data.',
  )
  .option('--home <dir>', 'everything of one person on one device (default: the XDG data folder)')
  .option('--json', 'answers as JSON lines on standard output')
  .version(packageJson.version, '-V, --version', 'print the version')
  .showHelpAfterError()
  .exitOverride();

const options = (): GlobalOptions => program.opts<GlobalOptions>();
const output = createOutput(() => options().json === true, process.stdout, process.stderr);
const defaultHome = (): string =>
  join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'understudy');

// A reader such as `head` may close the pipe early; what it did not want is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
}

const context: VerbContext = {
  output,
  homeDir: () => options().home ?? defaultHome(),
  json: () => options().json === true,
};
const wanted = verbOf(process.argv.slice(2));
for (const [group, loads] of Object.entries(verbs)) {
  program.commandsGroup(`${group}:`);
  for (const [name, load] of Object.entries(loads)) {
    if (wanted === null || name === wanted) (await load())(program, context);
  }
}
// Each verb shows its own options after an error; a list of all of them would hide what was wrong.
program.showHelpAfterError('See every verb with: understudy help');

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    output.failure(error);
    process.exitCode = error instanceof UnderstudyError && error.code === 'badUsage' ? 2 : 1;
  }
}
