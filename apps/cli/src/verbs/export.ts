/** `understudy export PATH… --format F --out DIR`: recordings to a dataset. */
import {
  exportDataset,
  formats,
  localSources,
  profileFromName,
  type Format,
} from '@understudy/distill';
import { InvalidArgumentError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import type { RegisterVerb } from '../verb.ts';

interface ExportVerbOptions {
  readonly format: Format;
  readonly out: string;
  readonly profile: string;
  readonly licence: string;
  readonly as?: string;
  readonly instruction?: string;
}

function parseFormat(text: string): Format {
  const format = formats.find((name) => name === text);
  if (format === undefined) throw new InvalidArgumentError(`Use one of: ${formats.join(', ')}.`);
  return format;
}

export const registerExport: RegisterVerb = (program, { output }) => {
  program
    .command('export')
    .description('make a dataset of recordings')
    .argument('<paths...>', 'segments (*.mcap), folders of them, or recordings of other tools')
    .requiredOption('--format <name>', formats.join(', '), parseFormat)
    .requiredOption('--out <dir>', 'the folder to make')
    .option('--profile <name>', 'agentnet or openadapt', 'agentnet')
    .option('--licence <expression>', 'SPDX expression of the dataset', 'other')
    .option('--as <kind>', 'the kind of a foreign recording: ducktrack, owamcap, rrweb')
    .option('--instruction <text>', 'the task, for sessions that state none')
    .action(async (paths: readonly string[], options: ExportVerbOptions) => {
      const manifest = await exportDataset(await localSources(paths, options.as), {
        format: options.format,
        profile: profileFromName(options.profile),
        out: options.out,
        licence: options.licence,
        tool: `understudy ${packageJson.version}`,
        ...(options.instruction === undefined ? {} : { instruction: options.instruction }),
        onProgress: (done, all, { session, steps }) => {
          output.progress(`${done} of ${all}: session ${session}, ${steps} steps.`);
        },
      });
      const steps = manifest.sessions.reduce((sum, session) => sum + session.steps, 0);
      const sessions = manifest.sessions.length;
      output.answer(
        { format: manifest.format, out: options.out, sessions, steps },
        `Exported ${sessions} sessions, ${steps} steps, as ${manifest.format} to ${options.out}.`,
      );
    });
};
