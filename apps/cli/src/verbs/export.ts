/** `understudy export (--grant ID | PATH…) --format F --out DIR`: recordings to a dataset. */
import { createId, parseId, systemClock, systemRandom, type GrantId } from '@understudy/base';
import type { VaultClient } from '@understudy/courier';
import {
  datasetVersion,
  discardPartial,
  exportDataset,
  formats,
  localSources,
  parseQualityRecords,
  profileFromName,
  readSessions,
  type Format,
  type Manifest,
  type QualityRecord,
  type SessionSource,
} from '@understudy/distill';
import { InvalidArgumentError, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { countOf } from '../count.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { handOverToBoundedThread } from '../bounded-thread.ts';
import { grantedSessions } from '../granted-sessions.ts';
import type { RegisterVerb } from '../verb.ts';

interface ExportVerbOptions {
  readonly format: Format;
  readonly out: string;
  readonly profile: string;
  readonly licence: string;
  readonly as?: string;
  readonly instruction?: string;
  readonly collapse?: boolean;
  readonly quality?: string;
  readonly grant?: string;
  readonly vault?: string;
  readonly key?: string;
}

/** Where the sessions come from; the vault, where it wants to know of the dataset. */
interface Origin {
  readonly sources: readonly SessionSource[];
  readonly granted: { readonly grant: GrantId; readonly vault: VaultClient } | null;
}

function parseFormat(text: string): Format {
  const format = formats.find((name) => name === text);
  if (format === undefined) throw new InvalidArgumentError(`Use one of: ${formats.join(', ')}.`);
  return format;
}

async function originOf(
  paths: readonly string[],
  options: ExportVerbOptions,
  command: Command,
): Promise<Origin> {
  if (options.grant === undefined) {
    if (paths.length === 0) command.error('Give paths, or a grant with --grant ID.');
    return { sources: await localSources(paths, options.as), granted: null };
  }
  if (paths.length > 0) command.error('Give paths or a grant, not both.');
  const { vault: url, key } = options;
  if (url === undefined || key === undefined) {
    return command.error('A grant needs --vault URL and --key FILE.');
  }
  const grant = parseId('grant', options.grant);
  const { sources, vault } = await grantedSessions(url, key, grant);
  return { sources, granted: { grant, vault } };
}

async function qualityOf(path: string | undefined): Promise<ReadonlyMap<string, QualityRecord>> {
  return path === undefined ? new Map() : parseQualityRecords(await readFile(path, 'utf8'));
}

/** Tells the vault what the dataset holds, so that an erasure can find it. */
async function registerDataset(
  { grant, vault }: NonNullable<Origin['granted']>,
  manifest: Manifest,
  out: string,
): Promise<string> {
  const dataset = createId('dataset', systemClock, systemRandom);
  // Those too that another one stands for: their rows are kept aside.
  const sessions = (await readSessions(out)).map(({ session }) => session);
  await vault.registerDataset({
    params: { dataset },
    body: {
      grant,
      version: 1,
      format: manifest.format,
      sha256: datasetVersion(manifest),
      sessions,
    },
  });
  return dataset;
}

export const registerExport: RegisterVerb = (program, { output }) => {
  const command = program
    .command('export')
    .description('make a dataset of recordings')
    .argument('[paths...]', 'segments (*.mcap), folders of them, or recordings of other tools')
    .requiredOption('--format <name>', formats.join(', '), parseFormat)
    .requiredOption('--out <dir>', 'the folder to make')
    .option('--grant <id>', 'pull the sessions that this grant reaches')
    .option('--vault <url>', 'where the vault listens')
    .option('--key <file>', 'the key file of the researcher')
    .option('--profile <name>', 'agentnet or openadapt', 'agentnet')
    .option('--licence <expression>', 'SPDX expression of the dataset', 'other')
    .option('--as <kind>', 'the kind of a foreign recording: ducktrack, owamcap, rrweb')
    .option('--collapse', 'one session of several that are near-duplicates')
    .option('--quality <file>', 'what "verify-session --json" wrote of the sessions')
    .option('--instruction <text>', 'the task, for sessions that state none');
  command.action(async (paths: readonly string[], options: ExportVerbOptions) => {
    if (await handOverToBoundedThread(() => discardPartial(options.out))) return;
    const { sources, granted } = await originOf(paths, options, command);
    const manifest = await exportDataset(sources, {
      format: options.format,
      profile: profileFromName(options.profile),
      collapse: options.collapse === true,
      quality: await qualityOf(options.quality),
      out: options.out,
      licence: options.licence,
      tool: `understudy ${packageJson.version}`,
      ...(options.instruction === undefined ? {} : { instruction: options.instruction }),
      onProgress: (done, all, { session, steps }) => {
        output.progress(`${done} of ${all}: session ${session}, ${countOf(steps, 'step')}.`);
      },
    });
    const dataset = granted === null ? null : await registerDataset(granted, manifest, options.out);
    const steps = manifest.sessions.reduce((sum, session) => sum + session.steps, 0);
    const sessions = manifest.sessions.length;
    output.answer(
      {
        dataset,
        version: datasetVersion(manifest),
        format: manifest.format,
        out: options.out,
        sessions,
        steps,
      },
      `Exported ${countOf(sessions, 'session')}, ${countOf(steps, 'step')}, as ${manifest.format} to ${options.out}.`,
    );
  });
};
